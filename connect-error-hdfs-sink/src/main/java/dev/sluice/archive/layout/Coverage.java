package dev.sluice.archive.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of which files of one directory count. While small files are being compacted, and after a compaction that was cut short,
 * an offset can be in two files; by their names alone every reader can tell: of each topic-partition, in the order of the first
 * offset, the longer file first, a row counts in the first file that holds it.
 *
 * <p>Remembers how far it has come, so that it can go on with a directory whose files have changed. One thread at a time.
 */
public final class Coverage {
    /**
     * A file to be read.
     *
     * @param after rows up to this offset do not count; -1 if all do
     */
    public record Reading(String name, Optional<ArchivedName> archived, long after) {}

    private static final Comparator<ArchivedName> ORDER = Comparator.comparingLong(ArchivedName::first)
            .thenComparing(Comparator.comparingLong(ArchivedName::last).reversed());

    private final Map<String, Long> covered = new HashMap<>();

    /** What there still is to read among these files, in the order of reading. Files of other names are read whole. */
    public List<Reading> of(Collection<String> names) {
        Map<String, Long> reached = new HashMap<>(covered);
        List<Reading> readings = new ArrayList<>();
        List<ArchivedName> archived = new ArrayList<>();
        for (String name : names.stream().sorted().toList()) {
            ArchivedName.parse(name)
                    .ifPresentOrElse(
                            archived::add,
                            () -> readings.add(new Reading(name, Optional.empty(), covered.getOrDefault(name, -1L))));
        }
        readings.removeIf(foreign -> foreign.after() == Long.MAX_VALUE);
        archived.sort(Comparator.comparing(ArchivedName::source).thenComparing(ORDER));
        for (ArchivedName name : archived) {
            long after = reached.getOrDefault(name.source(), -1L);
            if (name.last() > after) {
                readings.add(new Reading(name.toString(), Optional.of(name), after));
                reached.put(name.source(), name.last());
            }
        }
        return readings;
    }

    /** A row was handed over. */
    public void passed(Reading reading, long offset) {
        reading.archived().ifPresent(name -> covered.put(name.source(), offset));
    }

    /** A file was read to its end. */
    public void finished(Reading reading) {
        reading.archived()
                .ifPresentOrElse(
                        name -> covered.put(name.source(), name.last()),
                        () -> covered.put(reading.name(), Long.MAX_VALUE));
    }
}
