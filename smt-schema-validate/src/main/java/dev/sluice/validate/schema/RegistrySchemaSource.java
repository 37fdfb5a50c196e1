package dev.sluice.validate.schema;

import dev.sluice.check.schema.SubjectVersion;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads schemas from a Schema Registry through Confluent's client. Deleted versions are read too: their rows are still there. */
public final class RegistrySchemaSource implements SchemaSource {
    private static final int HTTP_NOT_FOUND = 404;
    /** Subject, version and schema not found. A plain 404 is not among them: it comes from a URL that is no Registry. */
    private static final Set<Integer> NOT_FOUND_CODES = Set.of(40401, 40402, 40403);

    private final SchemaRegistryClient client;

    /** Reads through a client that the caller has made; {@link #close()} closes it. */
    public RegistrySchemaSource(SchemaRegistryClient client) {
        this.client = client;
    }

    /**
     * Makes a client. Nothing is sent yet.
     *
     * @param urls of one Registry: tried in turn
     * @param settings the client's settings, with the prefix {@code schema.registry.}
     * @param headers sent with every request
     */
    public static RegistrySchemaSource connect(
            List<String> urls, int cacheSize, Map<String, ?> settings, Map<String, String> headers) {
        return new RegistrySchemaSource(new CachedSchemaRegistryClient(
                new RestService(urls), cacheSize, List.of(new AvroSchemaProvider()), settings, headers));
    }

    @Override
    public Lookup find(SubjectVersion wanted) throws IOException {
        // To a Registry, version -1 is the latest one: a row is never pinned to that.
        if (wanted.version() < 1) {
            return new NotAvro("versions begin with 1");
        }
        SchemaMetadata metadata;
        try {
            metadata = client.getSchemaMetadata(wanted.subject(), wanted.version(), true);
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return new NotFound();
            }
            throw refused(e);
        }
        return parse(metadata);
    }

    /** By the list of versions: the client may remember what it once was told is the latest. */
    @Override
    public OptionalInt latest(String subject) throws IOException {
        try {
            return client.getAllVersions(subject).stream()
                    .mapToInt(Integer::intValue)
                    .max();
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return OptionalInt.empty();
            }
            throw refused(e);
        }
    }

    private static boolean isNotFound(RestClientException e) {
        return e.getStatus() == HTTP_NOT_FOUND && NOT_FOUND_CODES.contains(e.getErrorCode());
    }

    private static IOException refused(RestClientException e) {
        return new IOException("HTTP status " + e.getStatus() + ", " + e.getMessage(), e);
    }

    private Lookup parse(SchemaMetadata metadata) throws IOException {
        String type = metadata.getSchemaType();
        if (type != null && !type.equals(AvroSchema.TYPE)) {
            return new NotAvro("its type is " + type + ", not AVRO");
        }
        ParsedSchema parsed = client.parseSchema(AvroSchema.TYPE, metadata.getSchema(), metadata.getReferences())
                .orElse(null);
        if (parsed instanceof AvroSchema avro) {
            return new Found(avro.rawSchema());
        }
        if (metadata.getReferences() != null && !metadata.getReferences().isEmpty()) {
            throw new IOException("its references could not be read");
        }
        return new NotAvro("it is not valid Avro");
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            // Nothing was being written; there is nothing to lose and nobody to tell.
            return;
        }
    }
}
