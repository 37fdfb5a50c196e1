package dev.sluice.source.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.stage.StagedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    private static final Tenant TENANT = new Tenant("acme");

    /** 10,000 files and 1,000 datasets: one decision per file, and again only when a pattern changes. */
    @Test
    void everyFileIsDecidedUponOnce() {
        AtomicInteger decisions = new AtomicInteger();
        Assignments assignments = new Assignments((file, patterns) -> {
            decisions.incrementAndGet();
            return new Assignment.ToNone(List.of());
        });
        Map<String, Glob> patterns = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            patterns.put("d" + i, new Glob("d" + i + "-*.csv"));
        }
        List<StagedFile> files = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            files.add(new StagedFile(TENANT, "f" + i, i, i, true));
        }
        for (int look = 0; look < 10; look++) {
            assertThat(assignments.of(files, new HashMap<>(patterns))).hasSize(10_000);
        }
        assertThat(decisions).hasValue(10_000);
        files.set(0, new StagedFile(TENANT, "f0", 1, 1, true));
        assignments.of(files, patterns);
        assertThat(decisions).hasValue(10_001);
        patterns.put("new", new Glob("*"));
        assignments.of(files, patterns);
        assertThat(decisions).hasValue(20_001);
    }

    @Test
    void whatIsRememberedIsWhatIsSo() {
        Assignments assignments = new Assignments();
        StagedFile file = new StagedFile(TENANT, "a-1.csv", 1, 1, true);
        Map<String, Glob> patterns = new HashMap<>(Map.of("a", new Glob("a*")));
        for (int look = 0; look < 2; look++) {
            assertThat(assignments.of(List.of(file), patterns)).containsEntry(file, new Assignment.ToDataset("a"));
        }
        patterns.put("b", new Glob("*"));
        assertThat(assignments.of(List.of(file), patterns))
                .containsEntry(file, new Assignment.ToSeveral(List.of("a", "b")));
        assertThat(assignments.of(List.of(), patterns)).isEmpty();
    }
}
