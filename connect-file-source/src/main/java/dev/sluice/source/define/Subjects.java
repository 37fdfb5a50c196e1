package dev.sluice.source.define;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The Schema Registry, as far as definitions need it. An {@link IOException} means that it cannot be asked now. */
public interface Subjects {
    /** A schema and its version. */
    record Registered(Schema schema, int version) {}

    /** The Registry's answer to a registration. */
    sealed interface Verdict {
        record Version(int version) implements Verdict {}

        /**
         * It refuses the schema.
         *
         * @param reasons in the Registry's words
         */
        record Incompatible(List<String> reasons) implements Verdict {}
    }

    Optional<Registered> latest(String subject) throws IOException;

    /**
     * Why a subject would not take a schema, in the Registry's words; empty if it would, or if there is no such subject yet. Nothing
     * is registered.
     */
    List<String> objections(String subject, Schema schema) throws IOException;

    /** Registers a schema, or finds it if it is registered already. */
    Verdict register(String subject, Schema schema) throws IOException;
}
