package dev.sluice.archive.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which rows of which files count. */
class CoverageTest {
    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void filesThatFollowOneAnotherCountWhole() {
        assertThat(readings("t+0", 0, 4, 5, 9)).containsExactly("0-4 after -1", "5-9 after 4");
    }

    @Test
    void aMergedFileSupersedesWhatItWasMadeOf() {
        assertThat(readings("t+0", 0, 4, 0, 19, 5, 9, 10, 19, 20, 21))
                .containsExactly("0-19 after -1", "20-21 after 19");
    }

    @Test
    void ofFilesThatOverlapTheLaterCountsFromTheEndOfTheEarlier() {
        assertThat(readings("t+0", 0, 9, 5, 14, 15, 20))
                .containsExactly("0-9 after -1", "5-14 after 9", "15-20 after 14");
    }

    @Test
    void topicPartitionsHaveNothingToDoWithEachOther() {
        List<String> names = List.of(name("t+0", 0, 9), name("t+1", 0, 4), name("u+0", 2, 3));
        assertThat(new Coverage().of(names))
                .hasSize(3)
                .allSatisfy(reading -> assertThat(reading.after()).isEqualTo(-1));
    }

    @Test
    void filesOfOtherNamesAreReadOnce() {
        Coverage coverage = new Coverage();
        List<Coverage.Reading> readings = coverage.of(List.of("part-0.avro"));
        assertThat(readings).extracting(Coverage.Reading::name).containsExactly("part-0.avro");
        coverage.finished(readings.get(0));
        assertThat(coverage.of(List.of("part-0.avro"))).isEmpty();
    }

    @Test
    void aReaderGoesOnWhereItWasWhenItsFilesWereMerged() {
        Coverage coverage = new Coverage();
        List<Coverage.Reading> before = coverage.of(List.of(name("t+0", 0, 4), name("t+0", 5, 9), name("t+0", 10, 14)));
        coverage.finished(before.get(0));
        coverage.passed(before.get(1), 6);
        assertThat(coverage.of(List.of(name("t+0", 0, 14))))
                .containsExactly(new Coverage.Reading(name("t+0", 0, 14), ArchivedName.parse(name("t+0", 0, 14)), 6));
    }

    /** Any offsets, merged in any way by any number of compactors: each counts in exactly one file that has it. */
    @Test
    void everyOffsetCountsOnce() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            List<String> names = new ArrayList<>();
            int end = 1 + random.nextInt(30);
            for (int first = 0; first < end; ) {
                int last = Math.min(end - 1, first + random.nextInt(4));
                names.add(name("t+0", first, last));
                first = last + 1;
            }
            int base = names.size();
            for (int i = random.nextInt(4); i > 0; i--) {
                int from = random.nextInt(base);
                int to = from + random.nextInt(base - from);
                names.add(name(
                        "t+0",
                        ArchivedName.parse(names.get(from)).orElseThrow().first(),
                        ArchivedName.parse(names.get(to)).orElseThrow().last()));
            }
            int[] counted = new int[end];
            for (Coverage.Reading reading :
                    new Coverage().of(names.stream().distinct().toList())) {
                ArchivedName name = reading.archived().orElseThrow();
                for (long offset = Math.max(name.first(), reading.after() + 1); offset <= name.last(); offset++) {
                    counted[(int) offset]++;
                }
            }
            assertThat(counted).as("seed %s, %s", SEED, names).containsOnly(1);
        }
    }

    @Test
    void namesAreReadBack() {
        String name = "import-error+3+0000000000000004711+0000000000000009422.json.gz";
        assertThat(ArchivedName.parse(name))
                .contains(new ArchivedName("import-error+3", 4711, 9422, "json.gz"))
                .hasValueSatisfying(parsed -> assertThat(parsed).hasToString(name));
        assertThat(ArchivedName.parse("t+0+9999999999999999999+9999999999999999999.avro"))
                .isEmpty();
        assertThat(ArchivedName.parse("x.avro")).isEmpty();
    }

    private static List<String> readings(String source, long... bounds) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            names.add(name(source, bounds[i], bounds[i + 1]));
        }
        return new Coverage()
                .of(names).stream()
                        .map(reading -> reading.archived().orElseThrow().first() + "-"
                                + reading.archived().orElseThrow().last() + " after " + reading.after())
                        .toList();
    }

    private static String name(String source, long first, long last) {
        return new ArchivedName(source, first, last, "avro").toString();
    }
}
