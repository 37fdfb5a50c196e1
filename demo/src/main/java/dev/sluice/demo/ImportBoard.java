package dev.sluice.demo;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What is known of each import from the topics alone. A row counts only if its ordinal is above the highest seen of its block of that
 * import in that partition, so replays change nothing. Pure; not thread-safe.
 */
public final class ImportBoard {
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();

    /** Rows of one import that rise in their ordinals. */
    private record Stream(TopicPartition partition, long block) {}

    /** One import. */
    public static final class Line {
        private final ImportContext context;
        private final Map<Stream, Long> highest = new HashMap<>();
        private String file = "";
        private long bytes;
        private long position;
        private long ordinal;
        private long accepted;
        private long rejected;
        private Event end;

        private Line(ImportContext context) {
            this.context = context;
        }

        public ImportContext context() {
            return context;
        }

        public String file() {
            return file;
        }

        public long accepted() {
            return accepted;
        }

        public long rejected() {
            return rejected;
        }

        /** Share of the file's bytes whose rows are in Kafka, 0 to 1. */
        public double progress() {
            if (end != null) {
                return 1;
            }
            // Several tasks may read the file at once, each somewhere else, so it is rows that are counted; they are
            // taken to be of
            // one length.
            return bytes == 0 || ordinal == 0
                    ? 0
                    : Math.min(1, (double) (accepted + rejected) / ordinal * position / bytes);
        }

        /** The event that ended it, if it has ended. */
        public Optional<Event> end() {
            return Optional.ofNullable(end);
        }
    }

    /** Takes a row or a rejection into account. */
    public void row(TopicPartition partition, ImportContext context, RowPosition row, boolean rejected) {
        Line line = line(context);
        Stream stream = new Stream(partition, row.block());
        Long before = line.highest.get(stream);
        if (before != null && row.ordinal() <= before) {
            return;
        }
        line.highest.put(stream, row.ordinal());
        if (row.ordinal() > line.ordinal) {
            line.ordinal = row.ordinal();
            line.position = row.byteStart() + row.byteLength();
        }
        if (rejected) {
            line.rejected++;
        } else {
            line.accepted++;
        }
    }

    /** Takes an event into account; only those of the events topic, where each comes once. */
    public void event(Event event) {
        events.add(event);
        if (event instanceof Event.ImportStarted started) {
            Line line = line(started.context());
            line.file = started.file();
            line.bytes = started.bytes();
        } else if (event instanceof Event.ImportEnded ended) {
            line(ended.context()).end = ended;
        } else if (event instanceof Event.ImportFailed failed) {
            line(failed.context()).end = failed;
        }
    }

    /** All imports, in the order in which they were first seen. */
    public Collection<Line> lines() {
        return lines.values();
    }

    public List<Event> events() {
        return events;
    }

    private Line line(ImportContext context) {
        return lines.computeIfAbsent(context.importId(), id -> new Line(context));
    }
}
