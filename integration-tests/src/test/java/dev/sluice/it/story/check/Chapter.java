package dev.sluice.it.story.check;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one partition tells of one dataset, record by record, and whether it is an ordered story. An event may come again, after a
 * crash, as long as nothing else has happened to the dataset since. Not thread-safe.
 */
final class Chapter {
    private final Differences faults;
    private final Map<String, Event> told = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private Optional<DatasetDefined> inForce = Optional.empty();
    private Optional<ImportContext> running = Optional.empty();
    private String latest = "";
    /** Ranges of one file may be read side by side; within a block of ordinals the order is kept. */
    private final Map<Long, Long> highestOrdinals = new HashMap<>();

    private long latestBlock;
    private boolean isReadInParallel;
    private long writeTimestampsEnd;

    Chapter(Differences faults) {
        this.faults = faults;
    }

    void tell(Event event, String where) {
        String name = name(event);
        if (told.containsKey(name)) {
            faults.expect(name.equals(latest), where, name + " comes again after " + latest);
            return;
        }
        told.put(name, event);
        latest = name;
        if (event instanceof ImportStarted started) {
            started(started.context(), where);
        } else if (event instanceof ImportEnded ended) {
            ended(ended.context(), ended.rowsRead(), where);
        } else if (event instanceof ImportFailed failed) {
            ended(failed.context(), failed.rowsRead(), where);
        } else {
            faults.expect(running.isEmpty(), where, name + " while import " + running + " runs");
            if (event instanceof DatasetDefined defined) {
                defined(defined, where);
            }
        }
    }

    private void defined(DatasetDefined event, String where) {
        int before = versions.getOrDefault(event.table(), 0);
        faults.expect(
                event.version() == before || event.version() == before + 1,
                where,
                "version " + event.version() + " of " + event.table() + " after version " + before);
        versions.put(event.table(), event.version());
        inForce = Optional.of(event);
    }

    private void started(ImportContext context, String where) {
        faults.expect(running.isEmpty(), where, "import " + context + " within " + running);
        faults.expect(
                inForce.filter(event -> event.table().equals(context.table()) && event.version() == context.version())
                        .isPresent(),
                where,
                "import " + context + " is not of the definition in force, " + inForce);
        faults.expect(
                context.writeTimestampBase() >= writeTimestampsEnd,
                where,
                "write timestamps of import " + context + " are not above " + writeTimestampsEnd);
        running = Optional.of(context);
        highestOrdinals.clear();
        latestBlock = 0;
    }

    private void ended(ImportContext context, long rows, String where) {
        faults.expect(running.filter(context::equals).isPresent(), where, "end of " + context + " within " + running);
        running = Optional.empty();
        writeTimestampsEnd = context.writeTimestamp(rows) + 1;
    }

    /** A row of this partition. */
    void row(ImportContext context, long ordinal, boolean isNew, String where) {
        faults.expect(
                running.filter(context::equals).isPresent(), where, "row of " + context + " outside of it: " + running);
        if (isNew) {
            long block = RowPosition.block(ordinal);
            long before = highestOrdinals.getOrDefault(block, 0L);
            faults.expect(ordinal > before, where, "row " + ordinal + " after row " + before);
            highestOrdinals.put(block, Math.max(before, ordinal));
            isReadInParallel |= block < latestBlock;
            latestBlock = Math.max(latestBlock, block);
        }
    }

    /** Whether a row has come for the first time behind one of a later block of the same file. */
    boolean isReadInParallel() {
        return isReadInParallel;
    }

    /** What has happened, in order, each once. */
    List<String> names() {
        return List.copyOf(told.keySet());
    }

    Collection<Event> events() {
        return told.values();
    }

    /** By what an event is known if it comes again. */
    private static String name(Event event) {
        String kind = event.type();
        if (event instanceof ImportStarted started) {
            return kind + " " + started.file() + " " + started.context();
        }
        if (event instanceof ImportEnded ended) {
            return kind + " " + ended.file() + " " + ended.context() + " " + ended.rowsRead() + " = "
                    + ended.rowsAccepted() + " + " + ended.rowsRejected() + " " + ended.sha256();
        }
        if (event instanceof ImportFailed failed) {
            return kind + " " + failed.file() + " " + failed.context();
        }
        if (event instanceof DatasetDefined defined) {
            return kind + " " + defined.file() + " " + defined.table() + " " + defined.version();
        }
        return kind + " "
                + (event instanceof Event.DatasetRejected refused
                        ? refused.file()
                        : ((Event.FileRejected) event).file());
    }
}
