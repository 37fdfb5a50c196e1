package dev.sluice.validate.schema;

import dev.sluice.check.schema.SubjectVersion;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A source whose calls are counted and timed. Called by one thread, read by any. */
public final class TimedSource implements SchemaSource {
    private static final double NANOS_PER_MILLI = 1e6;

    private final SchemaSource source;
    private final LongSupplier nanoTime;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator slowest = new LongAccumulator(Long::max, 0);

    private interface Call<T> {
        T get() throws IOException;
    }

    public TimedSource(SchemaSource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public Lookup find(SubjectVersion wanted) throws IOException {
        return timed(() -> source.find(wanted));
    }

    @Override
    public OptionalInt latest(String subject) throws IOException {
        return timed(() -> source.latest(subject));
    }

    @Override
    public void close() {
        source.close();
    }

    /** How often the source was asked. */
    public long calls() {
        return calls.sum();
    }

    /** How often nothing could be said. */
    public long failures() {
        return failures.sum();
    }

    /** Mean duration of a call, failed ones too; 0 before the first. */
    public double meanMs() {
        long count = calls.sum();
        return count == 0 ? 0 : nanos.sum() / NANOS_PER_MILLI / count;
    }

    /** Duration of the slowest call. */
    public double maxMs() {
        return slowest.get() / NANOS_PER_MILLI;
    }

    private <T> T timed(Call<T> call) throws IOException {
        long begin = nanoTime.getAsLong();
        try {
            return call.get();
        } catch (IOException e) {
            failures.increment();
            throw e;
        } finally {
            long took = nanoTime.getAsLong() - begin;
            calls.increment();
            nanos.add(took);
            slowest.accumulate(took);
        }
    }
}
