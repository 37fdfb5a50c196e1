package dev.sluice.converter;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.SchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Confluent's registry client, which remembers its answers to what is asked for every record. A subclass rather than a wrapper: so all
 * that is not overridden here is Confluent's, also in versions to come.
 *
 * <p>Any thread may call any method, as with Confluent's.
 */
final class RememberingRegistryClient extends CachedSchemaRegistryClient {
    private final RememberedLookups lookups;

    /** Parameters are Confluent's. */
    RememberingRegistryClient(
            List<String> urls,
            int capacity,
            List<SchemaProvider> providers,
            Map<String, ?> configs,
            Map<String, String> httpHeaders) {
        super(urls, capacity, providers, configs, httpHeaders);
        lookups = new RememberedLookups(new Confluents(), capacity);
    }

    @Override
    public RegisterSchemaResponse registerWithResponse(
            String subject, ParsedSchema schema, boolean normalize, boolean propagateSchemaTags)
            throws IOException, RestClientException {
        return lookups.registration(subject, schema, normalize, propagateSchemaTags);
    }

    @Override
    public int getId(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
        return lookups.id(subject, schema, normalize);
    }

    @Override
    public ParsedSchema getSchemaBySubjectAndId(String subject, int id) throws IOException, RestClientException {
        return lookups.schema(subject, id);
    }

    @Override
    public int getVersion(String subject, ParsedSchema schema, boolean normalize)
            throws IOException, RestClientException {
        return lookups.version(subject, schema, normalize);
    }

    // The converter never does what follows; whoever has its client may, and Confluent's caches would know.

    @Override
    public int register(String subject, ParsedSchema schema, boolean normalize)
            throws IOException, RestClientException {
        try {
            return super.register(subject, schema, normalize);
        } finally {
            lookups.forget();
        }
    }

    @Override
    public int register(String subject, ParsedSchema schema, int version, int id)
            throws IOException, RestClientException {
        try {
            return super.register(subject, schema, version, id);
        } finally {
            lookups.forget();
        }
    }

    @Override
    public synchronized List<Integer> deleteSubject(
            Map<String, String> requestProperties, String subject, boolean isPermanent)
            throws IOException, RestClientException {
        try {
            return super.deleteSubject(requestProperties, subject, isPermanent);
        } finally {
            lookups.forget();
        }
    }

    @Override
    public synchronized Integer deleteSchemaVersion(
            Map<String, String> requestProperties, String subject, String version, boolean isPermanent)
            throws IOException, RestClientException {
        try {
            return super.deleteSchemaVersion(requestProperties, subject, version, isPermanent);
        } finally {
            lookups.forget();
        }
    }

    @Override
    public synchronized void reset() {
        super.reset();
        lookups.forget();
    }

    @Override
    public void close() throws IOException {
        lookups.forget();
        super.close();
    }

    /** What is not remembered is asked of Confluent's caches, and they of the Registry. */
    private final class Confluents implements Lookups {
        @Override
        public RegisterSchemaResponse registration(
                String subject, ParsedSchema schema, boolean normalize, boolean propagateTags)
                throws IOException, RestClientException {
            return RememberingRegistryClient.super.registerWithResponse(subject, schema, normalize, propagateTags);
        }

        @Override
        public int id(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
            return RememberingRegistryClient.super.getId(subject, schema, normalize);
        }

        @Override
        public ParsedSchema schema(String subject, int id) throws IOException, RestClientException {
            return RememberingRegistryClient.super.getSchemaBySubjectAndId(subject, id);
        }

        @Override
        public int version(String subject, ParsedSchema schema, boolean normalize)
                throws IOException, RestClientException {
            return RememberingRegistryClient.super.getVersion(subject, schema, normalize);
        }
    }
}
