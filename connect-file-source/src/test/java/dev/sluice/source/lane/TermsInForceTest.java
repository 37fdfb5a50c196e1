package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.Schedule;
import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Violation;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.settle.CleanupPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator has agreed upon is what happens. */
class TermsInForceTest {
    private static final List<Glob> ANY = List.of(new Glob("*"));
    private static final Schedule HOURLY = Schedule.parse("0 * * * *", ZoneOffset.UTC);

    @TempDir
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
    }

    private void define(String dataset) {
        stage.drop("acme", dataset + ".dataset.json", Stage.DEFINITION.formatted(dataset, "t" + dataset, "string"));
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            stage.poll(0);
            stage.connect.acknowledge(50);
            stage.clock.advance(5);
        }
    }

    private List<String> imported() {
        return stage.events(ImportEnded.class).stream().map(ImportEnded::file).toList();
    }

    private long rows() {
        return stage.connect.log.stream().filter(written -> !written.isEvent()).count();
    }

    @Test
    void rowsKeepThePace() {
        define("a");
        define("b");
        stage.finish();
        stage.terms = new Terms(ANY, Schedule.CONTINUOUS, 100, 0);
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(2000));
        stage.drop("acme", "b.csv", "id,v\n" + "1,x\n".repeat(2000));
        rounds(1);
        long begun = stage.clock.millis();
        rounds(1000);
        double seconds = (stage.clock.millis() - begun) / 1000.0;
        assertThat(rows()).isBetween((long) (70 * seconds), (long) (100 * (seconds + 1)));
    }

    @Test
    void inBatchModeWhatIsCompleteAtATickIsTaken() {
        define("a");
        stage.finish();
        stage.terms = new Terms(ANY, HOURLY, 0, 0);
        rounds(10);
        stage.drop("acme", "a-1.csv", "id,v\n1,x\n");
        rounds(50);
        assertThat(imported()).isEmpty();
        stage.clock.advance(Duration.ofHours(1).toMillis());
        rounds(50);
        assertThat(imported()).containsExactly("a-1.csv");
        stage.drop("acme", "a-2.csv", "id,v\n1,x\n");
        rounds(50);
        assertThat(imported()).containsExactly("a-1.csv");
        stage.terms = new Terms(ANY, Schedule.CONTINUOUS, 0, 0);
        rounds(50);
        assertThat(imported()).containsExactly("a-1.csv", "a-2.csv");
    }

    @Test
    void aBatchThatWasMissedWhileTheWorkerWasAwayIsMadeUpFor() {
        define("a");
        stage.finish();
        stage.terms = new Terms(ANY, HOURLY, 0, 0);
        rounds(10);
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        rounds(20);
        stage.crash();
        stage.clock.advance(Duration.ofHours(1).toMillis());
        rounds(60);
        assertThat(imported()).containsExactly("a.csv");
    }

    @Test
    void aKeyspaceThatIsNotAllowedAnyMoreIsRefused() {
        define("a");
        stage.finish();
        stage.terms = new Terms(List.of(new Glob("other")), Schedule.CONTINUOUS, 0, 0);
        rounds(10);
        define("a");
        stage.finish();
        assertThat(stage.events(DatasetRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reasons())
                        .extracting(Violation::code)
                        .containsExactly(Violation.Code.KEYSPACE_NOT_ALLOWED));
        assertThat(stage.filesIn("out/done")).containsExactly("acme/a.dataset.json");
    }

    @Test
    void aFileThatStaysIsTakenOnceUnlessItChanges() throws IOException {
        stage.cleanup = CleanupPolicy.NONE;
        stage.start();
        define("a");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.drop("acme", "nobody.csv", "x\n");
        rounds(100);
        stage.crash();
        rounds(100);
        assertThat(imported()).containsExactly("a.csv");
        assertThat(stage.events()).hasSize(4);
        assertThat(stage.filesIn("in")).hasSize(3);
        assertThat(stage.filesIn(".sluice/taken")).hasSize(3);
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        Files.delete(stage.in("acme").resolve("nobody.csv"));
        rounds(100);
        assertThat(imported()).containsExactly("a.csv", "a.csv");
        assertThat(stage.filesIn(".sluice/taken")).hasSize(2);
        assertThat(stage.filesIn("out")).contains("acme/a.csv.report.json", "acme/a.csv.1.report.json");
    }

    @Test
    void aFileThatWentWellIsDeletedIfTheOperatorWantsIt() {
        stage.cleanup = CleanupPolicy.DELETE;
        stage.start();
        define("a");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.finish();
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        assertThat(imported()).containsExactly("a.csv");
        assertThat(stage.filesIn("out/done")).isEmpty();
        assertThat(stage.filesIn("out/rejected")).containsExactly("acme/nobody.csv");
    }

    @Test
    void whatIsTooOldIsDeletedFromOutOnly() throws IOException {
        define("a");
        stage.drop("acme", "a/x.csv", "id,v\n1,x\n");
        stage.finish();
        Path outside = Files.writeString(staging.resolve("outside"), "x");
        Files.createSymbolicLink(staging.resolve("acme/out/link"), outside);
        stage.drop("acme", ".hidden", "x");
        stage.terms = new Terms(ANY, Schedule.CONTINUOUS, 0, 3);
        rounds(10);
        assertThat(stage.filesIn("out/done")).hasSize(2);
        // The files came into out/ at the real time; the simulated clock has to be days ahead of it.
        stage.clock.advance(System.currentTimeMillis()
                - stage.clock.millis()
                + Duration.ofDays(4).toMillis());
        rounds(10);
        assertThat(stage.filesIn("out")).isEmpty();
        assertThat(stage.filesIn("in")).containsExactly("acme/.hidden");
        assertThat(stage.filesIn(".sluice")).containsExactly("acme/datasets/a.json", "acme/history/a.txt");
        assertThat(outside).exists();
        assertThat(staging.resolve("acme/out/done/a")).isDirectory();
    }
}
