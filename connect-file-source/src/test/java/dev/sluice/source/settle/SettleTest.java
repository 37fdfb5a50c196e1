package dev.sluice.source.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.source.Scratch;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettleTest {
    private static final Tenant TENANT = new Tenant("acme");

    @TempDir(factory = Scratch.class)
    Path staging;

    private TenantDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = new TenantDirectory(staging, TENANT);
        directory.create();
    }

    private StagedFile drop(String path, String content) throws IOException {
        Path file = directory.in().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return directory.look(path).orElseThrow();
    }

    private static ObjectNode report() {
        return new JsonMapper().createObjectNode();
    }

    private static AckLedger.Progress progress(Position mark, long... rejected) {
        return new AckLedger.Progress(
                Arrays.stream(rejected).mapToObj(SettleTest::row).toList(), Optional.ofNullable(mark));
    }

    private static RowPosition row(long ordinal) {
        return new RowPosition(ordinal, ordinal + 1, ordinal * 10, 9);
    }

    private static Position before(long ordinal) {
        return new Position(ordinal * 10, ordinal + 1, ordinal);
    }

    @Test
    void resumesAtTheCommittedOffsetIfAllBeforeItIsKnown() throws IOException {
        Path file = directory.imports().resolve("x.rejected");
        try (RejectedRows rows = RejectedRows.open(file)) {
            rows.add(progress(null, 7, 2));
            rows.add(progress(before(5), 4));
            rows.add(progress(before(9), 8));
        }
        assertThat(RejectedRows.resume(file, before(6))).isEqualTo(new RejectedRows.Resumption(before(6), 2));
        assertThat(RejectedRows.resume(file, before(6)))
                .as("what came behind is forgotten")
                .isEqualTo(new RejectedRows.Resumption(before(6), 2));
        assertThat(RejectedRows.resume(file, before(9)).from()).isEqualTo(before(6));
    }

    @Test
    void resumesAtTheLastMarkIfMoreIsCommittedThanKnown() throws IOException {
        Path file = directory.imports().resolve("x.rejected");
        try (RejectedRows rows = RejectedRows.open(file)) {
            rows.add(progress(before(5), 4));
            rows.add(progress(null, 8));
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        assertThat(RejectedRows.resume(file, before(9))).isEqualTo(new RejectedRows.Resumption(before(5), 1));
        assertThat(RejectedRows.resume(directory.imports().resolve("none"), before(9)))
                .isEqualTo(new RejectedRows.Resumption(Position.START, 0));
    }

    @Test
    void neverOverwritesWhatIsInOut() throws IOException {
        Outbox outbox = new Outbox(directory, CleanupPolicy.MOVE, false);
        for (String content : List.of("1", "22", "333")) {
            outbox.done(drop("sub/a.csv", content), report());
        }
        outbox.rejected(drop("sub/a.csv", "4444"), report());
        assertThat(directory.done().resolve("sub/a.csv")).hasContent("1");
        assertThat(directory.done().resolve("sub/a.csv.1")).hasContent("22");
        assertThat(directory.done().resolve("sub/a.csv.2")).hasContent("333");
        assertThat(directory.rejected().resolve("sub/a.csv.3")).hasContent("4444");
        assertThat(directory.out().resolve("sub/a.csv.3.report.json")).exists();
    }

    @Test
    void doesNotTakeAFileThatHasComeInItsPlace() throws IOException {
        StagedFile before = drop("a.csv", "1");
        drop("a.csv", "22");
        new Outbox(directory, CleanupPolicy.MOVE, false).done(before, report());
        assertThat(directory.in().resolve("a.csv")).hasContent("22");
        assertThat(directory.out().resolve("a.csv.report.json")).exists();
    }

    @Test
    void settlingAgainAfterACrashChangesNothing() throws IOException {
        StagedFile file = drop("a.csv", "1");
        new Outbox(directory, CleanupPolicy.MOVE, false).done(file, report());
        Files.move(directory.done().resolve("a.csv"), directory.in().resolve("a.csv"));
        new Outbox(directory, CleanupPolicy.MOVE, false)
                .done(directory.look("a.csv").orElseThrow(), report());
        assertThat(directory.done().resolve("a.csv")).exists();
        assertThat(directory.out().resolve("a.csv.1.report.json")).doesNotExist();
    }

    @Test
    void putsAwayNamesAsLongAsTheFileSystemAllows() throws IOException {
        String name = "ü".repeat(125) + ".csv";
        new Outbox(directory, CleanupPolicy.MOVE, false).done(drop(name, "1"), report());
        assertThat(directory.in().resolve(name)).doesNotExist();
        assertThat(directory.done()).isNotEmptyDirectory();
    }

    @Test
    void neverFollowsALink() throws IOException {
        Path elsewhere = Files.createDirectories(staging.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("secret"), "s");
        Files.createSymbolicLink(directory.in().resolve("link.csv"), elsewhere.resolve("secret"));
        Files.createSymbolicLink(directory.in().resolve("folder"), elsewhere);
        assertThat(directory.list()).hasSize(2).noneMatch(StagedFile::regular);
        assertThatThrownBy(() -> directory.open("link.csv")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> directory.open("folder/secret")).isInstanceOf(IOException.class);
        new Outbox(directory, CleanupPolicy.MOVE, false)
                .rejected(directory.look("link.csv").orElseThrow(), report());
        assertThat(directory.rejected().resolve("link.csv")).isSymbolicLink();
        assertThat(elsewhere.resolve("secret")).exists();
        Files.delete(directory.rejected().resolve("link.csv"));
        Files.delete(directory.rejected());
        Files.createSymbolicLink(directory.rejected(), elsewhere);
        assertThatThrownBy(() -> directory.create(directory.rejected())).isInstanceOf(IOException.class);
    }

    @Test
    void passesUnfinishedNamesOver() throws IOException {
        for (String name : List.of(".hidden", "a.tmp", "a.part", "a.filepart", "sub/.x")) {
            drop(name, "1");
        }
        drop("sub/a.csv", "1");
        Files.createDirectories(directory.in().resolve("sub/deep"));
        Files.writeString(directory.in().resolve("sub/deep/a.csv"), "1");
        assertThat(directory.list()).extracting(StagedFile::path).containsExactly("sub/a.csv");
    }

    @Test
    void journalsComeBack() throws IOException {
        Journals journals = new Journals(directory);
        DatasetId dataset = new DatasetId(TENANT, "a");
        ImportJournal journal = new ImportJournal(
                new ImportContext(dataset, "0123456789abcdef0123", "t", 3, 17),
                drop("sub/a.csv", "1"),
                Instant.parse("2026-11-20T00:00:00.123Z"),
                Manner.ATOMIC,
                Optional.empty());
        journals.save(journal);
        assertThat(journals.read(dataset)).contains(journal);
        ImportJournal ended = journal.ended(new ImportOutcome(
                Instant.parse("2026-11-20T00:00:01Z"),
                1,
                2,
                3,
                "ab",
                List.of(new Violation(Violation.Code.ROWS_LOST, null, "3", "m"))));
        journals.save(ended);
        assertThat(journals.read(dataset)).contains(ended);
        assertThat(journals.datasets()).containsExactly("a");
        journals.delete(ended, true);
        assertThat(journals.read(dataset)).isEmpty();
        Files.writeString(directory.imports().resolve("a.json"), "{\"import\": \"x\"}");
        assertThat(journals.read(dataset)).isEmpty();
        journals.save(journal);
        String forged = Files.readString(directory.imports().resolve("a.json")).replace("sub/a.csv", "../../b/in/c");
        Files.writeString(directory.imports().resolve("a.json"), forged);
        assertThat(journals.read(dataset)).as("a journal that leads out").isEmpty();
    }

    @Test
    void anImportsIdIsTheFilesAlone() throws IOException {
        DatasetId dataset = new DatasetId(TENANT, "a");
        StagedFile file = drop("a.csv", "1");
        String id = ImportId.of(dataset, file, new byte[] {1});
        assertThat(ImportContext.ID.matcher(id).matches()).isTrue();
        assertThat(ImportId.of(dataset, file, new byte[] {1})).isEqualTo(id);
        assertThat(List.of(
                        ImportId.of(dataset, file, new byte[] {2}),
                        ImportId.of(new DatasetId(TENANT, "b"), file, new byte[] {1}),
                        ImportId.of(
                                dataset,
                                new StagedFile(TENANT, "a.csv", 1, file.modifiedNanos() + 1, true),
                                new byte[] {1})))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
    }

    @Test
    void markersGoWithTheirFiles() throws IOException {
        StagedFile file = drop("sub/a.csv", "1");
        drop("sub/a.csv.done", "");
        drop("b.csv.done", "");
        Outbox outbox = new Outbox(directory, CleanupPolicy.MOVE, true);
        outbox.done(file, report());
        assertThat(directory.list()).extracting(StagedFile::path).containsExactly("b.csv.done");
        StagedFile replaced = drop("a.csv", "1");
        drop("a.csv.done", "");
        drop("a.csv", "22");
        outbox.rejected(replaced, report());
        assertThat(directory.look("a.csv.done"))
                .as("that of the file that is there now")
                .isPresent();
    }

    @Test
    void noPathLeadsOut() {
        for (String path :
                List.of("", "..", "../x", "a/..", "a/../../x", "/etc/passwd", "a//b", "a/b/c", ".", "x\0y")) {
            assertThat(TenantDirectory.isInside(path)).as(path).isFalse();
            assertThatThrownBy(() -> directory.look(path)).as(path).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> directory.open(path)).as(path).isInstanceOf(IOException.class);
        }
        assertThat(TenantDirectory.isInside("...")).isTrue();
        assertThat(TenantDirectory.isInside("a/..b")).isTrue();
    }

    @Test
    void aFileIsNeverPutIntoTheFoldersOfOutItself() throws IOException {
        Outbox outbox = new Outbox(directory, CleanupPolicy.MOVE, false);
        outbox.done(drop("done/a.csv", "1"), report());
        outbox.done(drop("a.csv", "2"), report());
        assertThat(directory.done().resolve("done~/a.csv")).hasContent("1");
        assertThat(directory.out().resolve("done~/a.csv.report.json")).exists();
        assertThat(directory.done().resolve("a.csv")).hasContent("2");
    }

    @Test
    void aReportIsNotWrittenTwiceIfOnlyTheJournalWasLeft() throws IOException {
        StagedFile file = drop("a.csv", "1");
        Outbox outbox = new Outbox(directory, CleanupPolicy.MOVE, false);
        outbox.done(file, report().put("is", "first"));
        outbox.done(file, report().put("is", "second"));
        assertThat(directory.out().resolve("a.csv.report.json")).content().contains("first");
        assertThat(directory.out().resolve("a.csv.1.report.json")).doesNotExist();
        Files.writeString(directory.in().resolve("a.csv"), "1");
        Files.setLastModifiedTime(
                directory.in().resolve("a.csv"),
                Files.getLastModifiedTime(directory.done().resolve("a.csv")));
        assertThat(directory.look("a.csv"))
                .as("the very same file, dropped again")
                .contains(file);
        outbox.done(file, report().put("is", "third"));
        assertThat(directory.out().resolve("a.csv.1.report.json")).content().contains("third");
        assertThat(directory.done().resolve("a.csv.1")).exists();
    }
}
