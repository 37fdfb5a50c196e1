package dev.sluice.validate.schema;

import dev.sluice.check.schema.SubjectVersion;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the latest version of each subject for a while. Unlike a version, it may change, so when it cannot be asked for again rows
 * wait: to check them against an old version could refuse what is valid now. For one thread.
 */
public final class LatestVersions {
    private static final Logger LOG = LoggerFactory.getLogger(LatestVersions.class);

    private final SchemaSource source;
    private final long refreshMs;
    private final long notFoundRetryMs;
    private final LongSupplier nowMs;
    private final BoundedCache<String, Seen> known;
    private boolean away;

    /**
     * What was learnt of a subject.
     *
     * @param version none if the subject does not exist
     * @param firstMs when this was first learnt
     * @param lastMs when it was last
     */
    private record Seen(OptionalInt version, long firstMs, long lastMs) {}

    /**
     * Creates an empty memory.
     *
     * @param refreshMs for how long a version is taken to be the latest
     * @param notFoundRetryMs for how long a subject that does not exist is hoped for
     * @param nowMs a clock that never goes back, in milliseconds
     */
    public LatestVersions(SchemaSource source, int capacity, long refreshMs, long notFoundRetryMs, LongSupplier nowMs) {
        this.source = source;
        this.refreshMs = refreshMs;
        this.notFoundRetryMs = notFoundRetryMs;
        this.nowMs = nowMs;
        this.known = new BoundedCache<>(capacity);
    }

    /**
     * The latest version of a subject.
     *
     * @throws RetriableException if the source is away, or does not have the subject yet
     * @throws DataException if the subject does not exist
     */
    public SubjectVersion of(String subject) {
        Seen seen = known.get(subject);
        long now = nowMs.getAsLong();
        if (seen == null || now - seen.lastMs() >= freshFor(seen)) {
            OptionalInt version = ask(subject);
            boolean stillMissing = seen != null && seen.version().isEmpty() && version.isEmpty();
            seen = new Seen(version, stillMissing ? seen.firstMs() : now, now);
            known.put(subject, seen);
        }
        if (seen.version().isPresent()) {
            return new SubjectVersion(subject, seen.version().getAsInt());
        }
        String what = "subject (where='" + subject + "') does not exist in the Schema Registry";
        if (now - seen.firstMs() < notFoundRetryMs) {
            throw new RetriableException(
                    what + " yet; the record waits and nothing is lost. Register a schema, or correct subject.");
        }
        throw new DataException(what + ", and did not appear within " + notFoundRetryMs
                + " ms; its records cannot be validated. Register a schema, or correct subject.");
    }

    private long freshFor(Seen seen) {
        return seen.version().isPresent() ? refreshMs : PinnedSchemas.ASK_AGAIN_MS;
    }

    private OptionalInt ask(String subject) {
        try {
            OptionalInt version = source.latest(subject);
            away = false;
            return version;
        } catch (IOException e) {
            String message = "latest version (where='" + subject + "') could not be read from the Schema Registry: "
                    + e.getMessage() + "; the record waits and nothing is lost. Bring the Registry back, or correct "
                    + "schema.registry.url and its credentials; set errors.retry.timeout=-1 on the connector.";
            if (!away) {
                LOG.warn("{}", message);
                away = true;
            }
            throw new RetriableException(message, e);
        }
    }
}
