package dev.sluice.validate.schema;

import dev.sluice.check.schema.SubjectVersion;
import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** Where schemas come from. Called by the thread that applies the transform; {@link #close()} by any thread. */
public interface SchemaSource extends Closeable {
    /**
     * Asks for one version.
     *
     * @throws IOException if nothing can be said now: the source is away, refuses us or does not answer in its own language
     */
    Lookup find(SubjectVersion wanted) throws IOException;

    /**
     * Asks for the latest version of a subject; none if the subject does not exist.
     *
     * @throws IOException if nothing can be said now
     */
    OptionalInt latest(String subject) throws IOException;

    /** Gives up connections; idempotent. */
    @Override
    void close();

    /** What a source says of a version. */
    sealed interface Lookup {}

    /** The version exists. */
    record Found(Schema schema) implements Lookup {}

    /** The source has no such version, or not yet. */
    record NotFound() implements Lookup {}

    /**
     * The version exists, but is no Avro schema.
     *
     * @param reason for people
     */
    record NotAvro(String reason) implements Lookup {}
}
