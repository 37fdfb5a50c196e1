package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.agreement.Schedule;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.source.Scratch;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.emit.ImportOffset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an atomic import that cannot be one, or fails; and of everybody else meanwhile. */
class AtomicTroubleTest {
    private static final String FILE = "a-1.csv";
    private static final int ROWS = 60;

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;
    private CommittedView view;

    @BeforeEach
    void define() {
        stage = new Stage(staging, new Random(5), 1);
        stage.atomic(10_000, 100_000);
        view = new CommittedView(stage);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "ta", "string"));
        stage.drop("acme", "b.dataset.json", Stage.DEFINITION.formatted("b", "tb", "string"));
        stage.finish();
    }

    private static String file(int rows) {
        StringBuilder text = new StringBuilder("id,v\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(i % 10 == 0 ? ",bad\n" : ",good\n");
        }
        return text.toString();
    }

    private JsonNode report() {
        return stage.report("acme", FILE);
    }

    private String importId() {
        return report().path("import").asText();
    }

    /** Polls until the file's rows are on their way, in a transaction that is not committed. */
    private void readSome() {
        int before = stage.connect.sent();
        for (int polls = 0; stage.connect.sent() < before + 20; polls++) {
            assertThat(polls).as("polls").isLessThan(1000);
            stage.poll(0);
            stage.clock.advance(5);
        }
        assertThat(stage.events(ImportStarted.class)).isEmpty();
    }

    private void assertAsRows(String reason) {
        assertThat(report().path("state").asText()).isEqualTo("completed");
        assertThat(report().path("atomicity").asText()).isEqualTo("events");
        assertThat(report().path("atomicity_reason").asText()).contains(reason);
        assertThat(report().path("rows_read").asInt()).isEqualTo(ROWS);
        view.assertInSteps(importId());
    }

    @Test
    void aFileWithinTheBoundIsSeenInOneStep() {
        stage.drop("acme", FILE, file(ROWS));
        stage.finish();
        view.assertWhole(importId(), ROWS, Stage.PARTITIONS);
        assertThat(report().path("rows_rejected").asInt()).isEqualTo(ROWS / 10);
        assertThat(stage.staging.resolve("acme/out/" + FILE + ".rejects.csv"))
                .content()
                .hasLineCount(1 + ROWS / 10);
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    @Test
    void aLargeFileIsImportedAsEverAndTheReportSaysSo() {
        stage.atomicity = new TaskTransaction.Bounds(100, 100_000);
        stage.restart(0);
        stage.drop("acme", FILE, file(ROWS));
        stage.finish();
        assertAsRows("import.atomicity.max.bytes");
        assertThat(stage.events(ImportStarted.class)).hasSize(1);
    }

    /** How much it unpacks to comes out only when it is read. */
    @Test
    void aPackedFileThatUnpacksToMoreIsReadAgain() throws IOException {
        stage.atomicity = new TaskTransaction.Bounds(300, 100_000);
        stage.restart(0);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(file(ROWS).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(packed.size()).isLessThan(300);
        stage.drop("acme", "a-1.csv.gz", packed.toByteArray());
        stage.finish();
        JsonNode report = stage.report("acme", "a-1.csv.gz");
        assertThat(report.path("atomicity_reason").asText()).contains("import.atomicity.max.bytes");
        view.assertInSteps(report.path("import").asText());
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(end -> assertThat(end.rowsRejected()).isEqualTo(ROWS / 10));
    }

    @Test
    void aTransactionThatTakesTooLongIsAborted() {
        stage.drop("acme", FILE, file(ROWS));
        readSome();
        stage.clock.advance(100_001);
        stage.finish();
        assertAsRows("import.atomicity.max.ms");
        assertThat(stage.events(ImportStarted.class)).as("of two").hasSize(1);
    }

    @Test
    void rowsThatAreLimitedAreNotHeldBack() {
        stage.terms = new Terms(List.of(new Glob("*")), Schedule.CONTINUOUS, 1000, 0);
        stage.restart(0);
        stage.clock.advance(10);
        stage.poll(0);
        stage.drop("acme", FILE, file(ROWS));
        stage.finish();
        assertAsRows("rows per second");
    }

    @Test
    void aFileThatChangesIsNotSeenAtAll() throws IOException {
        stage.drop("acme", FILE, file(ROWS));
        readSome();
        Files.writeString(stage.in("acme").resolve(FILE), "more\n", StandardOpenOption.APPEND);
        stage.finish();
        assertThat(report().path("state").asText()).isEqualTo("failed");
        assertThat(report().path("rows_read").asInt()).isZero();
        assertThat(report().path("reasons").path(0).path("message").asText()).contains("no row of it was loaded");
        assertThat(stage.events(ImportFailed.class)).hasSize(1);
        assertThat(view.hasSeen(importId())).isFalse();
    }

    /** A kill in mid-file: the offset is the import's start, so it is read from its first row. */
    @Test
    void afterAKillInMidFileItBeginsAnew() {
        stage.drop("acme", FILE, file(ROWS));
        readSome();
        stage.crash();
        assertThat(stage.connect.committed()).noneMatch(offset -> offset.state() == ImportOffset.State.READING);
        int sent = stage.connect.sent();
        stage.finish();
        assertThat(stage.connect.sent() - sent).as("all rows again").isGreaterThanOrEqualTo(ROWS);
        view.assertWhole(importId(), ROWS, Stage.PARTITIONS);
    }

    /** An abort commits offsets too; they must not say that anything is there. */
    @Test
    void theOffsetsOfAnAbortedTransactionSayNothing() {
        stage.drop("acme", FILE, file(ROWS));
        readSome();
        stage.clock.advance(100_001);
        int transactions = view.transactions();
        while (view.transactions() == transactions) {
            stage.poll(0);
        }
        assertThat(stage.connect.committed())
                .filteredOn(offset -> offset.state() == ImportOffset.State.READING)
                .singleElement()
                .satisfies(offset -> assertThat(offset.position().ordinal()).isEqualTo(1));
        stage.crash();
        stage.finish();
        assertThat(report().path("rows_read").asInt()).isEqualTo(ROWS);
    }

    /** The commit is there, the file is not put away yet: nothing is sent again, and the report is right. */
    @Test
    void afterAKillBehindTheCommitNothingIsSentAgain() {
        stage.drop("acme", FILE, file(ROWS));
        int transactions = view.transactions();
        readSome();
        while (view.transactions() == transactions) {
            stage.poll(0);
        }
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
        assertThat(stage.filesIn("in")).isNotEmpty();
        stage.crash();
        int sent = stage.connect.sent();
        stage.finish();
        assertThat(stage.connect.sent()).isEqualTo(sent);
        view.assertWhole(importId(), ROWS, Stage.PARTITIONS);
        assertThat(report().path("rows_rejected").asInt()).isEqualTo(ROWS / 10);
    }

    @Test
    void switchedOffInMidFileItBeginsAnewAsEver() {
        stage.drop("acme", FILE, file(ROWS));
        readSome();
        stage.stop();
        stage.atomicity = new TaskTransaction.Bounds(1, 1);
        stage.crash();
        stage.finish();
        assertAsRows("import.atomicity.max.bytes");
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    /** Which comes out with the acknowledgements only, behind the commit. */
    @Test
    void rowsThatAreDroppedFailTheImport() {
        stage.connect.loseRows(0.1);
        stage.drop("acme", FILE, file(ROWS));
        stage.finish();
        assertThat(report().path("state").asText()).isEqualTo("failed");
        assertThat(report().path("reasons").path(0).path("code").asText()).isEqualTo("ROWS_LOST");
        assertThat(stage.events(ImportFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.rowsLost()).isPositive());
    }

    @Test
    void aTransformThatMakesNewRecordsOfItsOwnIsCountedByWhereTheyWent() {
        stage.connect.transformUnseen();
        stage.drop("acme", FILE, file(ROWS));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .last()
                .satisfies(end -> assertThat(end.rowsRejected()).isEqualTo(ROWS / 10));
        assertThat(report().path("rows_rejected").asInt()).isEqualTo(ROWS / 10);
        assertThat(report().path("violations")).isNotEmpty();
    }

    /** The file of another dataset waits for no more than one import, which pays for its long turn. */
    @Test
    void othersWaitForOneImportOnly() {
        stage.drop("acme", FILE, file(ROWS));
        stage.drop("acme", "a-2.csv", file(20));
        stage.drop("acme", "b-1.csv", file(20));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::file)
                .containsSubsequence("b-1.csv", "a-2.csv")
                .hasSize(3);
        for (String file : List.of(FILE, "b-1.csv", "a-2.csv")) {
            view.assertWhole(
                    stage.report("acme", file).path("import").asText(),
                    file.equals(FILE) ? ROWS : 20,
                    Stage.PARTITIONS);
        }
    }
}
