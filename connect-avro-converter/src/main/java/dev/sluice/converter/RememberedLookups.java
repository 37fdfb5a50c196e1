package dev.sluice.converter;

import com.google.common.collect.MapMaker;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/**
 * Gives the answers that others have given before. A question is known only if it is about the very objects that it was about before, so
 * no schema is ever hashed or compared: {@code AvroData} makes one Avro schema of each Connect schema and keeps it, and only wraps it
 * anew for every record; what is asked for by id comes from here, and so is one object too. Another object that says the same is another
 * question, for those behind.
 *
 * <p>Errors are not remembered. Like Confluent's own caches, these do not tell {@code normalize} and {@code propagateTags} apart, which
 * are settings of the converter, and do not hear of what is deleted in the Registry: a schema that is in use stays so.
 *
 * <p>Any thread may call any method.
 */
final class RememberedLookups implements Lookups {
    private final Lookups behind;
    private final AnswersBySubject<Schema, RegisterSchemaResponse> registrations;
    private final AnswersBySubject<Schema, Integer> ids;
    private final AnswersBySubject<Integer, ParsedSchema> schemas;
    private final AnswersBySubject<ParsedSchema, Integer> versions;

    /**
     * Remembers nothing yet.
     *
     * @param behind answers what is not known
     * @param bound how many subjects are remembered, and how many schemas of each; at least one
     */
    RememberedLookups(Lookups behind, int bound) {
        this.behind = behind;
        registrations = new AnswersBySubject<>(bound, RememberedLookups::byIdentity);
        ids = new AnswersBySubject<>(bound, RememberedLookups::byIdentity);
        schemas = new AnswersBySubject<>(bound, ConcurrentHashMap::new);
        versions = new AnswersBySubject<>(bound, RememberedLookups::byIdentity);
    }

    /** Guava's weak keys are compared by identity, and what nobody else holds goes away by itself. */
    private static <K, V> ConcurrentMap<K, V> byIdentity() {
        return new MapMaker().weakKeys().makeMap();
    }

    @Override
    public RegisterSchemaResponse registration(
            String subject, ParsedSchema schema, boolean normalize, boolean propagateTags)
            throws IOException, RestClientException {
        Schema bare = bare(subject, schema);
        RegisterSchemaResponse known = bare == null ? null : registrations.get(subject, bare);
        if (known != null) {
            return known;
        }
        RegisterSchemaResponse answer = behind.registration(subject, schema, normalize, propagateTags);
        // Confluent's client has a new schema for this id from now on: the one that was registered.
        schemas.clear();
        if (bare != null) {
            registrations.put(subject, bare, answer);
        }
        return answer;
    }

    @Override
    public int id(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
        Schema bare = bare(subject, schema);
        Integer known = bare == null ? null : ids.get(subject, bare);
        if (known != null) {
            return known;
        }
        int answer = behind.id(subject, schema, normalize);
        // As above.
        schemas.clear();
        if (bare != null) {
            ids.put(subject, bare, answer);
        }
        return answer;
    }

    @Override
    public ParsedSchema schema(String subject, int id) throws IOException, RestClientException {
        // So it is to Confluent's client.
        String scope = subject == null ? "" : subject;
        ParsedSchema known = schemas.get(scope, id);
        if (known != null) {
            return known;
        }
        ParsedSchema answer = behind.schema(subject, id);
        if (answer != null) {
            schemas.put(scope, id, answer);
        }
        return answer;
    }

    @Override
    public int version(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
        if (subject == null || schema == null) {
            return behind.version(subject, schema, normalize);
        }
        Integer known = versions.get(subject, schema);
        if (known != null) {
            return known;
        }
        int answer = behind.version(subject, schema, normalize);
        versions.put(subject, schema, answer);
        return answer;
    }

    void forget() {
        registrations.clear();
        ids.clear();
        schemas.clear();
        versions.clear();
    }

    /** The Avro schema, if there is nothing to the question but it and a subject; else null. */
    private static Schema bare(String subject, ParsedSchema schema) {
        return subject != null
                        && schema instanceof AvroSchema avro
                        && avro.version() == null
                        && avro.references().isEmpty()
                        && avro.metadata() == null
                        && avro.ruleSet() == null
                ? avro.rawSchema()
                : null;
    }
}
