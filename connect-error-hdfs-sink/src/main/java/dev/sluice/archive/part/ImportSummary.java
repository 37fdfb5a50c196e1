package dev.sluice.archive.part;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.contract.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one topic-partition has archived of one import, in few words: counts by code and column, and the first examples of each. Always
 * the whole truth up to {@code lastOffset}, never a difference: an offset that is counted is not counted again. Of bounded size. Task
 * thread only.
 */
public final class ImportSummary {
    /** Codes and columns that are told apart; what comes later is counted as others. */
    static final int MAX_KINDS = 200;
    /** Examples of each code and column. */
    static final int MAX_EXAMPLES = 3;

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(SerializationFeature.INDENT_OUTPUT, true);

    /** The form of the file. */
    record State(
            int version,
            String tenant,
            String dataset,
            String importId,
            String file,
            String topic,
            int partition,
            long firstOffset,
            long lastOffset,
            long records,
            List<Kind> violations,
            long otherViolations) {}

    /** One code and column, and how often it occurred. */
    record Kind(String code, String column, long count, List<Example> examples) {}

    /** One row. */
    record Example(long offset, Long ordinal, Long line, String value, String message) {}

    private record Key(String code, String column) {}

    /** The counters of one code and column. */
    private static final class Counter {
        private long count;
        private final List<Example> examples = new ArrayList<>();
    }

    private final State begin;
    private String file;
    private long lastOffset;
    private long records;
    private long otherViolations;
    private final Map<Key, Counter> counters = new HashMap<>();
    private final List<Key> order = new ArrayList<>();

    private ImportSummary(State begin) {
        this.begin = begin;
        this.file = begin.file();
        this.lastOffset = begin.lastOffset();
        this.records = begin.records();
        this.otherViolations = begin.otherViolations();
        for (Kind kind : begin.violations()) {
            Counter counter = counter(new Key(kind.code(), kind.column()));
            counter.count = kind.count();
            counter.examples.addAll(kind.examples());
        }
    }

    /** Of an import that nothing was archived of, and whose first row this is. */
    static ImportSummary of(Envelope first) {
        Envelope.Origin origin = first.origin();
        return new ImportSummary(new State(
                VERSION,
                first.tenant(),
                first.dataset(),
                first.importId(),
                first.row().file(),
                origin.topic(),
                origin.partition(),
                origin.offset(),
                -1,
                0,
                List.of(),
                0));
    }

    /**
     * Goes on with what a file says.
     *
     * @throws IOException if it is no summary, or one of a newer Sluice
     */
    static ImportSummary parse(byte[] json) throws IOException {
        State state = JSON.readValue(json, State.class);
        if (state.version() != VERSION || state.violations() == null) {
            throw new IOException("not a summary of version " + VERSION);
        }
        return new ImportSummary(state);
    }

    /** How much there is to remember; at least one. */
    int kinds() {
        return 1 + order.size();
    }

    void add(Envelope envelope) {
        long offset = envelope.origin().offset();
        if (offset <= lastOffset) {
            return;
        }
        lastOffset = offset;
        records++;
        if (file == null) {
            file = envelope.row().file();
        }
        for (Reason reason : envelope.violations()) {
            Key key = new Key(reason.code(), reason.column());
            Counter counter = counters.size() < MAX_KINDS ? counter(key) : counters.get(key);
            if (counter == null) {
                otherViolations++;
            } else {
                counter.count++;
                if (counter.examples.size() < MAX_EXAMPLES) {
                    counter.examples.add(new Example(
                            offset,
                            envelope.row().ordinal(),
                            envelope.row().line(),
                            Violation.cut(reason.value()),
                            Violation.cut(reason.message())));
                }
            }
        }
    }

    byte[] toJson() throws IOException {
        List<Kind> kinds = new ArrayList<>(order.size());
        for (Key key : order) {
            Counter counter = counters.get(key);
            kinds.add(new Kind(key.code(), key.column(), counter.count, List.copyOf(counter.examples)));
        }
        return JSON.writeValueAsBytes(new State(
                VERSION,
                begin.tenant(),
                begin.dataset(),
                begin.importId(),
                file,
                begin.topic(),
                begin.partition(),
                begin.firstOffset(),
                lastOffset,
                records,
                kinds,
                otherViolations));
    }

    private Counter counter(Key key) {
        return counters.computeIfAbsent(key, absent -> {
            order.add(key);
            return new Counter();
        });
    }
}
