package dev.sluice.archive.compact;

import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.layout.ArchivedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What to do in one directory. Pure.
 *
 * @param superseded files whose rows another file has, all of them
 * @param merges files to be merged, in the order of offsets
 */
record CompactionPlan(List<ArchivedName> superseded, List<List<ArchivedName>> merges) {
    private static final Comparator<Candidate> ORDER = Comparator.comparingLong((Candidate each) -> each.name.first())
            .thenComparing(Comparator.comparingLong((Candidate each) -> each.name.last())
                    .reversed());

    /**
     * A file of the directory, or one that is somewhere else but belongs there.
     *
     * @param movable false for those that may be neither merged nor deleted
     */
    private record Candidate(ArchivedName name, long length, boolean movable) {}

    /**
     * Plans.
     *
     * @param elsewhere names of files that belong into this directory but are not there, or not there for sure: nothing is merged
     *     across them
     * @param sources topic-partitions whose files may be touched
     * @param extension of the files that can be written; others are left alone
     */
    static CompactionPlan of(
            List<Entry> directory,
            Set<String> elsewhere,
            Set<String> sources,
            String extension,
            CompactionPolicy policy) {
        Map<String, List<Candidate>> bySource = new TreeMap<>();
        for (Entry entry : directory) {
            ArchivedName.parse(entry.name())
                    .filter(name -> !entry.directory() && sources.contains(name.source()))
                    .ifPresent(name -> bySource.computeIfAbsent(name.source(), absent -> new ArrayList<>())
                            .add(new Candidate(name, entry.length(), !elsewhere.contains(entry.name()))));
        }
        Set<String> here = directory.stream().map(Entry::name).collect(Collectors.toSet());
        for (String name : elsewhere) {
            ArchivedName.parse(name)
                    .filter(away -> !here.contains(name) && bySource.containsKey(away.source()))
                    .ifPresent(away -> bySource.get(away.source()).add(new Candidate(away, 0, false)));
        }
        CompactionPlan plan = new CompactionPlan(new ArrayList<>(), new ArrayList<>());
        for (List<Candidate> candidates : bySource.values()) {
            candidates.sort(ORDER);
            plan.group(plan.withoutSuperseded(candidates), extension, policy);
        }
        return plan;
    }

    private List<Candidate> withoutSuperseded(List<Candidate> sorted) {
        List<Candidate> counting = new ArrayList<>();
        long covered = -1;
        for (Candidate candidate : sorted) {
            if (candidate.name.last() > covered) {
                counting.add(candidate);
                covered = candidate.name.last();
            } else if (candidate.movable) {
                superseded.add(candidate.name);
            }
        }
        return counting;
    }

    private void group(List<Candidate> counting, String extension, CompactionPolicy policy) {
        List<Candidate> group = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < counting.size(); i++) {
            Candidate candidate = counting.get(i);
            boolean fits = candidate.movable
                    && candidate.length < policy.smallBytes()
                    && candidate.name.extension().equals(extension)
                    && !overlaps(counting, i);
            if (!fits || bytes + candidate.length > policy.targetBytes()) {
                close(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            if (fits) {
                group.add(candidate);
                bytes += candidate.length;
            }
        }
        close(group);
    }

    /** Of overlapping files not all rows count; they are left to the readers' rule. */
    private static boolean overlaps(List<Candidate> counting, int i) {
        ArchivedName name = counting.get(i).name;
        return (i > 0 && counting.get(i - 1).name.last() >= name.first())
                || (i + 1 < counting.size() && counting.get(i + 1).name.first() <= name.last());
    }

    /** A large file is not written again for a few small ones: so every row is written a few times at most, whatever comes. */
    private void close(List<Candidate> group) {
        long total = group.stream().mapToLong(Candidate::length).sum();
        long largest = group.stream().mapToLong(Candidate::length).max().orElse(0);
        if (group.size() > 1 && largest <= total - largest) {
            merges.add(group.stream().map(Candidate::name).toList());
        }
    }
}
