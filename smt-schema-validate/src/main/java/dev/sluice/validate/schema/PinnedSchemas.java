package dev.sluice.validate.schema;

import dev.sluice.check.CompiledSchema;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the schemas of the versions in use, compiled: one call of the source for each version, none for each row.
 *
 * <p>A version never changes, so a schema once compiled stays good while the source is away. That a version does not exist is
 * believed only after a while, for a Registry that is replicated may not have it yet; until then, and whenever the source is away,
 * the row is to be retried.
 *
 * <p>For one thread, but for {@link #calls()}.
 */
public final class PinnedSchemas {
    /** The source is not asked again for a version that it did not have within this time. */
    static final long ASK_AGAIN_MS = 1_000;
    /** How often a source that stays away is complained of. */
    static final long WARN_AGAIN_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(PinnedSchemas.class);

    private final SchemaSource source;
    private final long notFoundRetryMs;
    private final LongSupplier nowMs;
    private final Notation notation;
    private final BoundedCache<SubjectVersion, CompiledSchema> schemas;
    private final BoundedCache<SubjectVersion, Absence> absences;
    private final LongAdder calls = new LongAdder();
    private long warnedAtMs;
    private boolean away;

    /** When a version was first, and last, found missing. */
    private record Absence(long firstMs, long lastMs) {
        Absence again(long nowMs) {
            return new Absence(firstMs, nowMs);
        }
    }

    /**
     * Creates an empty cache.
     *
     * @param notation how texts are written
     * @param notFoundRetryMs for how long a version that does not exist is hoped for
     * @param nowMs a clock that never goes back, in milliseconds
     */
    public PinnedSchemas(
            SchemaSource source, Notation notation, int capacity, long notFoundRetryMs, LongSupplier nowMs) {
        this.source = source;
        this.notFoundRetryMs = notFoundRetryMs;
        this.nowMs = nowMs;
        this.notation = notation;
        this.schemas = new BoundedCache<>(capacity);
        this.absences = new BoundedCache<>(capacity);
    }

    /**
     * The schema of a version; compiled, and saying why where no row can meet it.
     *
     * @throws RetriableException if the source is away, or does not have the version yet
     * @throws DataException if the version does not exist
     */
    public CompiledSchema get(SubjectVersion wanted) {
        CompiledSchema known = schemas.get(wanted);
        if (known != null) {
            return known;
        }
        Absence absence = absences.get(wanted);
        long now = nowMs.getAsLong();
        if (absence != null && now - absence.lastMs() < ASK_AGAIN_MS) {
            throw missing(wanted, absence, now);
        }
        SchemaSource.Lookup lookup = ask(wanted, now);
        if (lookup instanceof SchemaSource.NotFound) {
            Absence seen = absence == null ? new Absence(now, now) : absence.again(now);
            absences.put(wanted, seen);
            throw missing(wanted, seen, now);
        }
        absences.remove(wanted);
        CompiledSchema schema = lookup instanceof SchemaSource.Found found
                ? CompiledSchema.of(wanted, found.schema(), notation)
                : CompiledSchema.unusable(wanted, List.of(((SchemaSource.NotAvro) lookup).reason()));
        schemas.put(wanted, schema);
        return schema;
    }

    /** How often the source was asked; any thread. */
    public long calls() {
        return calls.sum();
    }

    private SchemaSource.Lookup ask(SubjectVersion wanted, long now) {
        calls.increment();
        try {
            SchemaSource.Lookup lookup = source.find(wanted);
            away = false;
            return lookup;
        } catch (IOException e) {
            String message =
                    "schema (where='" + wanted + "') could not be read from the Schema Registry: " + e.getMessage()
                            + "; the row waits and nothing is lost. Bring the Registry back, or correct schema.registry.url and its "
                            + "credentials; set errors.retry.timeout=-1 on the connector so that it waits as long as it takes.";
            // Connect logs retries at TRACE only: without this line a connector would wait in silence.
            if (!away || now - warnedAtMs >= WARN_AGAIN_MS) {
                LOG.warn("{}", message);
                away = true;
                warnedAtMs = now;
            }
            throw new RetriableException(message, e);
        }
    }

    private ConnectException missing(SubjectVersion wanted, Absence absence, long now) {
        String what = "schema (where='" + wanted + "') does not exist in the Schema Registry";
        if (now - absence.firstMs() < notFoundRetryMs) {
            return new RetriableException(
                    what + " yet; the row waits and nothing is lost. If it never appears, check that "
                            + "schema.registry.url names the Registry that the source registers with.");
        }
        return new DataException(what + ", and did not appear within " + notFoundRetryMs + " ms; its rows cannot be "
                + "validated. Check that schema.registry.url names the Registry that the source registers with, and that "
                + "the version was not deleted.");
    }
}
