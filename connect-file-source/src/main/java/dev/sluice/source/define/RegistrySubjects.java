package dev.sluice.source.define;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** {@link Subjects} through Confluent's client. Any thread. */
public final class RegistrySubjects implements Subjects, AutoCloseable {
    /** Unless the operator says otherwise: short, because others wait for the same threads, and no retries, because lanes retry. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "http.connect.timeout.ms", "5000",
            "http.read.timeout.ms", "10000",
            "max.retries", "0");

    private static final String READ_ONLY = "READONLY";
    private static final int CACHED_SCHEMAS = 1000;
    private static final int NOT_FOUND = 404;
    /** Subject, version and schema not found; any other 404 is a wrong URL. */
    private static final Set<Integer> NOTHING_REGISTERED = Set.of(40401, 40402, 40403);

    /** The subject, or the whole Registry, is in a mode in which it takes nothing: no fault of the schema. */
    private static final int NOT_PERMITTED = 42205;

    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final SchemaRegistryClient client;

    public RegistrySubjects(SchemaRegistryClient client) {
        this.client = client;
    }

    /**
     * Makes a client.
     *
     * @param settings of Confluent's client, prefixed with {@code schema.registry.}
     */
    public static RegistrySubjects connect(List<String> urls, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>();
        DEFAULTS.forEach((key, value) -> all.put("schema.registry." + key, value));
        all.putAll(settings);
        // The client reads this one without the prefix. By default it remembers for a minute what was the latest
        // version, and a
        // definition would be compared with one that is no longer in force.
        all.put(SchemaRegistryClientConfig.LATEST_CACHE_TTL_CONFIG, "0");
        return new RegistrySubjects(SchemaRegistryClientFactory.newClient(
                urls, CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), all, Map.of()));
    }

    @Override
    public Optional<Registered> latest(String subject) throws IOException {
        try {
            SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
            return Optional.of(new Registered(new AvroSchema(latest.getSchema()).rawSchema(), latest.getVersion()));
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND && NOTHING_REGISTERED.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw unusable("asked for the latest version of", subject, e);
        }
    }

    @Override
    public List<String> objections(String subject, Schema schema) throws IOException {
        try {
            return client.testCompatibilityVerbose(subject, new AvroSchema(schema));
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND && NOTHING_REGISTERED.contains(e.getErrorCode())) {
                return List.of();
            }
            if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
                return List.of(String.valueOf(e.getMessage()));
            }
            throw unusable("asked whether it takes a new version of", subject, e);
        }
    }

    @Override
    public Verdict register(String subject, Schema schema) throws IOException {
        AvroSchema avro = new AvroSchema(schema);
        try {
            client.register(subject, avro);
            return new Verdict.Version(client.getVersion(subject, avro));
        } catch (RestClientException e) {
            if (e.getErrorCode() == NOT_PERMITTED) {
                throw new IOException(
                        "the Schema Registry takes no new versions of subject '" + subject + "' now: " + e.getMessage()
                                + "; it will be asked again. Set the mode of the subject, or of the Registry, to READWRITE.",
                        e);
            }
            if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
                return new Verdict.Incompatible(List.of(String.valueOf(e.getMessage())));
            }
            throw unusable("given a new version of", subject, e);
        }
    }

    /**
     * Returns if the Registry takes new schemas, or does not say so.
     *
     * @throws IOException if it does not, or if it cannot be asked now
     */
    public void checkMode() throws IOException {
        String mode;
        try {
            mode = client.getMode();
        } catch (RestClientException e) {
            // Not every Registry that speaks Confluent's language knows modes.
            return;
        }
        if (mode != null && mode.startsWith(READ_ONLY)) {
            throw new IOException("it is in mode " + mode + ", in which it takes no new schemas");
        }
    }

    private static IOException unusable(String what, String subject, RestClientException e) {
        return new IOException(
                "the Schema Registry, " + what + " subject '" + subject + "', answered " + e.getStatus() + ": "
                        + e.getMessage() + "; it will be asked again. Check schema.registry.url and its credentials.",
                e);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
