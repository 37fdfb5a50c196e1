package dev.sluice.archive.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.layout.ArchivedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompactionPlanTest {
    private static final CompactionPolicy POLICY = new CompactionPolicy(1, 100, 250, 10, 1_000);

    private final List<Entry> files = new ArrayList<>();
    private final Set<String> elsewhere = new HashSet<>();

    @Test
    void smallFilesInARowAreMergedUpToTheTarget() {
        for (long i = 0; i < 5; i++) {
            add("t+0", i * 10, i * 10 + 9, 90);
        }
        assertThat(merges()).containsExactly("0-19", "20-39");
    }

    @Test
    void nothingIsMergedAcrossALargeFile() {
        add("t+0", 0, 9, 10);
        add("t+0", 10, 19, 100);
        add("t+0", 20, 29, 10);
        assertThat(merges()).isEmpty();
        add("t+0", 30, 39, 10);
        assertThat(merges()).containsExactly("20-39");
    }

    @Test
    void nothingIsMergedAcrossAFileOfAnotherFormat() {
        add("t+0", 0, 9, 10);
        files.add(new Entry(new ArchivedName("t+0", 10, 19, "json.gz").toString(), false, 10, 0));
        add("t+0", 20, 29, 10);
        assertThat(merges()).isEmpty();
    }

    @Test
    void aFileIsNotWrittenAgainForMuchLess() {
        add("t+0", 0, 9, 80);
        add("t+0", 10, 19, 10);
        assertThat(merges()).isEmpty();
        add("t+0", 20, 29, 75);
        assertThat(merges()).containsExactly("0-29");
    }

    @Test
    void filesOfOthersAreLeftAlone() {
        add("t+1", 0, 9, 10);
        add("t+1", 10, 19, 10);
        files.add(new Entry("_summary.json", false, 1, 0));
        files.add(new Entry("directory", true, 0, 0));
        assertThat(merges()).isEmpty();
    }

    @Test
    void supersededFilesAreDeletedAndNotMerged() {
        add("t+0", 0, 9, 10);
        add("t+0", 10, 19, 10);
        add("t+0", 0, 19, 20);
        add("t+0", 20, 29, 15);
        CompactionPlan plan = plan();
        assertThat(plan.superseded()).extracting(ArchivedName::first).containsExactly(0L, 10L);
        assertThat(plan.superseded()).extracting(ArchivedName::last).doesNotContain(19L + 1, 29L);
        assertThat(merges()).isEmpty();
    }

    @Test
    void filesThatOverlapAreLeftToTheReadersRule() {
        add("t+0", 0, 9, 10);
        add("t+0", 5, 14, 10);
        add("t+0", 15, 19, 10);
        add("t+0", 20, 24, 10);
        assertThat(plan().superseded()).isEmpty();
        assertThat(merges()).containsExactly("15-24");
    }

    @Test
    void aDirectoryIsDueBetweenItsAges() {
        assertThat(POLICY.isDue(new Entry("d", true, 0, 91), 100)).isFalse();
        assertThat(POLICY.isDue(new Entry("d", true, 0, 90), 100)).isTrue();
        assertThat(POLICY.isDue(new Entry("d", true, 0, 90), 1_090)).isTrue();
        assertThat(POLICY.isDue(new Entry("d", true, 0, 90), 1_091)).isFalse();
    }

    private void add(String source, long first, long last, long length) {
        files.add(new Entry(new ArchivedName(source, first, last, "avro").toString(), false, length, 0));
    }

    /** What is in the overflow comes home one day, and must not find its range taken. */
    @Test
    void nothingIsMergedAcrossAFileThatIsElsewhere() {
        add("t+0", 0, 9, 10);
        add("t+0", 10, 19, 10);
        elsewhere.add(new ArchivedName("t+0", 20, 29, "avro").toString());
        elsewhere.add(new ArchivedName("t+1", 0, 9, "avro").toString());
        elsewhere.add("t+0_summary.json");
        add("t+0", 30, 39, 10);
        add("t+0", 40, 49, 10);
        assertThat(merges()).containsExactly("0-19", "30-49");
        assertThat(plan().superseded()).isEmpty();
    }

    private CompactionPlan plan() {
        return CompactionPlan.of(files, elsewhere, Set.of("t+0"), "avro", POLICY);
    }

    private List<String> merges() {
        return plan().merges().stream()
                .map(group ->
                        group.get(0).first() + "-" + group.get(group.size() - 1).last())
                .toList();
    }
}
