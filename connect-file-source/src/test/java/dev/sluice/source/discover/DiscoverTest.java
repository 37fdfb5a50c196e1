package dev.sluice.source.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.stage.StagedFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverTest {
    private static final Tenant TENANT = new Tenant("acme");

    private static StagedFile file(String path, long size, long modified) {
        return new StagedFile(TENANT, path, size, modified, true);
    }

    private static final class Ticks extends Clock {
        final AtomicLong millis = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @Test
    void aFileIsCompleteWhenItHasStoodStillBeforeOurEyes() {
        Ticks clock = new Ticks();
        Completeness completeness = new SettledFiles(clock, 100);
        StagedFile growing = file("a.csv", 1, 0);
        assertThat(completeness.observe(List.of(growing))).isEmpty();
        clock.millis.set(99);
        assertThat(completeness.observe(List.of(growing))).isEmpty();
        StagedFile grown = file("a.csv", 2, 0);
        clock.millis.set(150);
        assertThat(completeness.observe(List.of(grown))).isEmpty();
        clock.millis.set(249);
        assertThat(completeness.observe(List.of(grown))).isEmpty();
        clock.millis.set(250);
        assertThat(completeness.observe(List.of(grown))).containsExactly(grown);
        assertThat(completeness.observe(List.of())).isEmpty();
        assertThat(completeness.observe(List.of(grown)))
                .as("gone and come again")
                .isEmpty();
    }

    @Test
    void filesAreTakenByTimeThenByName() {
        Completeness completeness = new SettledFiles(new Ticks(), 0);
        StagedFile b = file("b.csv", 1, 5);
        StagedFile a = file("a.csv", 1, 5);
        StagedFile z = file("z.csv", 1, 4);
        assertThat(completeness.observe(List.of(b, a, z))).containsExactly(z, a, b);
    }

    @Test
    void ofOneMomentDefinitionsAreTakenFirst() {
        Completeness completeness = new SettledFiles(new Ticks(), 0);
        StagedFile data = file("a.csv", 1, 5);
        StagedFile definition = file("b.dataset.json", 1, 5);
        StagedFile earlier = file("z.csv", 1, 4);
        assertThat(completeness.observe(List.of(data, definition, earlier))).containsExactly(earlier, definition, data);
    }

    @Test
    void partsGoRoundFromTheOwnerOn() {
        for (int tasks = 1; tasks < 7; tasks++) {
            for (int part = 0; part < 20; part++) {
                List<Integer> readers = new ArrayList<>();
                for (int task = 0; task < tasks; task++) {
                    Ownership ownership = new Ownership(task, tasks);
                    if (ownership.owns("acme/a", part)) {
                        readers.add(task);
                        assertThat(new Ownership((task + tasks - part % tasks) % tasks, tasks).owns("acme/a"))
                                .isTrue();
                    }
                }
                assertThat(readers).hasSize(1);
            }
        }
    }

    @Test
    void everyNameHasOneOwner() {
        for (int tasks = 1; tasks < 7; tasks++) {
            int all = tasks;
            List<Integer> owners = new ArrayList<>();
            for (int n = 0; n < 1000; n++) {
                String name = "acme/dataset" + n;
                IntStream.range(0, all)
                        .filter(task -> new Ownership(task, all).owns(name))
                        .forEach(owners::add);
            }
            assertThat(owners).hasSize(1000);
            for (int task = 0; task < all; task++) {
                assertThat(Collections.frequency(owners, task)).isGreaterThan(1000 / all / 2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a*.csv*, a.csv, true",
        "a*.csv*, a-1.csv.gz, true",
        "a*.csv*, b.csv, false",
        "*, anything, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "*a*b*c, xxaxxbxxc, true",
        "*a*b*c, xxaxxcxxb, false",
        "a.c, abc, false",
        "[a], a, false",
    })
    void globs(String glob, String text, boolean matches) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(matches);
    }

    @Test
    void aHostileGlobTakesNoTime() {
        assertThat(new Glob("*a".repeat(100) + "b").matches("a".repeat(255))).isFalse();
    }

    @Test
    void aFileBelongsToTheFolderOrThePatternThatFits() {
        Map<String, Glob> patterns = Map.of("a", new Glob("a*"), "ab", new Glob("ab*"));
        assertThat(Assignment.of(file("a1", 1, 1), patterns)).isEqualTo(new Assignment.ToDataset("a"));
        assertThat(Assignment.of(file("ab1", 1, 1), patterns)).isEqualTo(new Assignment.ToSeveral(List.of("a", "ab")));
        assertThat(Assignment.of(file("ab/x", 1, 1), patterns)).isEqualTo(new Assignment.ToDataset("ab"));
        assertThat(Assignment.of(file("c/ab1", 1, 1), patterns)).isEqualTo(new Assignment.ToNone(List.of("a", "ab")));
    }

    @Test
    void aMarkedFileIsCompleteAndItsMarkerIsNone() {
        Completeness completeness = new MarkedFiles();
        StagedFile first = file("b.csv", 1, 1);
        StagedFile second = file("sub/a.csv", 1, 2);
        assertThat(completeness.observe(List.of(
                        second,
                        file("a.csv", 1, 0),
                        file("sub/a.csv.done", 0, 9),
                        file("b.csv.done", 0, 0),
                        file("c.csv.done", 0, 0),
                        first)))
                .containsExactly(first, second);
    }
}
