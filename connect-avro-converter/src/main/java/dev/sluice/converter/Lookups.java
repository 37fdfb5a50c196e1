package dev.sluice.converter;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/**
 * What Confluent's serializer and deserializer ask their registry client for every record. Parameters and answers are those of {@code
 * SchemaRegistryClient}'s methods of like names.
 *
 * <p>Every method may be called by any thread, and throws {@link IOException} if the Registry cannot be asked and {@link
 * RestClientException} if it refuses.
 */
interface Lookups {
    /** Registers a schema with {@code auto.register.schemas=true}; it may well be registered. */
    RegisterSchemaResponse registration(String subject, ParsedSchema schema, boolean normalize, boolean propagateTags)
            throws IOException, RestClientException;

    /** The id of a schema with {@code auto.register.schemas=false}. */
    int id(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException;

    /**
     * The schema of an id.
     *
     * @param subject a subject, a context, or null for the default context
     */
    ParsedSchema schema(String subject, int id) throws IOException, RestClientException;

    /** The version that a schema is of a subject. */
    int version(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException;
}
