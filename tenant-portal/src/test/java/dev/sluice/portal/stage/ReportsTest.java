package dev.sluice.portal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final String COMPLETED = """
            {"state": "completed", "tenant": "client_a", "dataset": "speed", "file": "%1$s", "bytes": 12, "import": "%2$s",
             "version": 2, "write_timestamp_base": 17, "started": "2026-11-21T10:00:00Z", "ended": "2026-11-21T10:00:0%3$dZ",
             "rows_read": 10, "rows_accepted": 8, "rows_rejected": 2, "rows_lost": 0, "file_id": "x"}
            """;

    private final MovableClock clock = new MovableClock();

    @TempDir
    Path staging;

    private Path root;
    private TenantFolder folder;
    private Reports reports;

    @BeforeEach
    void create() throws IOException {
        root = staging.resolve("client_a");
        Files.createDirectories(root.resolve("out/speed"));
        folder = new StagingDirectory(staging, false).of(new Tenant("client_a"));
        reports = new Reports(folder, clock);
    }

    @Test
    void theLatestComeFirstAndNewOnesAreSeen() throws IOException {
        write("out/a.csv.report.json", COMPLETED.formatted("a.csv", "aa", 1));
        write("out/speed/b.csv.report.json", COMPLETED.formatted("speed/b.csv", "bb", 2));
        assertThat(reports.latest()).extracting(Report::id).containsExactly("bb", "aa");
        Report first = reports.find("aa").orElseThrow();
        assertThat(first.rows()).isEqualTo(10);
        assertThat(first.rejected()).isEqualTo(2);
        assertThat(first.isOfImport()).isTrue();
        assertThat(reports.full(first).orElseThrow().path("rows_accepted").asLong())
                .isEqualTo(8);

        write("out/c.csv.report.json", COMPLETED.formatted("c.csv", "cc", 3));
        assertThat(reports.latest()).extracting(Report::id).containsExactly("cc", "bb", "aa");
        assertThat(reports.find("dd")).isEmpty();
    }

    @Test
    void folderThatHaveNotChangedAreNotLookedThroughAgain() throws IOException {
        write("out/a.csv.report.json", COMPLETED.formatted("a.csv", "aa", 1));
        for (Path path : List.of(root.resolve("out"), root.resolve("out/speed"))) {
            Files.setLastModifiedTime(path, FileTime.from(clock.instant().minus(Duration.ofMinutes(1))));
        }
        assertThat(reports.latest()).hasSize(1);
        assertThat(reports.latest()).isEqualTo(reports.latest());
        Files.delete(root.resolve("out/a.csv.report.json"));
        assertThat(reports.latest()).isEmpty();
    }

    @Test
    void whatIsNoReportIsNotShownAndNoLinkIsFollowed() throws IOException {
        Path secret = Files.writeString(staging.resolve("secret"), COMPLETED.formatted("s.csv", "55", 5));
        Files.createSymbolicLink(root.resolve("out/link.csv.report.json"), secret);
        Files.createSymbolicLink(root.resolve("out/linked"), staging);
        Files.writeString(staging.resolve("x.csv.report.json"), COMPLETED.formatted("x.csv", "66", 6));
        write("out/broken.csv.report.json", "{");
        write("out/empty.csv.report.json", "{}");
        write("out/time.csv.report.json", "{\"state\":\"completed\",\"file\":\"f\",\"ended\":\"yesterday\"}");
        write("out/done/inner.csv.report.json", COMPLETED.formatted("inner.csv", "77", 7));
        write("out/a.csv.report.json", COMPLETED.formatted("a.csv", "aa", 1));
        assertThat(reports.latest()).extracting(Report::id).containsExactly("aa");
        Report report = reports.latest().get(0);
        Files.createSymbolicLink(root.resolve("out/a.csv.rejects.csv"), secret);
        assertThat(reports.attachments(report)).containsExactly(Reports.Attachment.REPORT);
        assertThat(reports.open(report, Reports.Attachment.REJECTS)).isEmpty();
    }

    @Test
    void encryptedAttachmentsAreKnownFromThoseInClearText() throws IOException {
        write("out/sub/a.csv.pgp.report.json", COMPLETED.formatted("sub/a.csv.pgp", "aa", 1));
        write("out/sub/a.csv.pgp.rejects.csv.pgp", "sealed");
        write("out/sub/a.csv.pgp.report.json.pgp", "sealed");
        Report report = reports.latest().get(0);
        assertThat(reports.attachments(report))
                .containsExactly(
                        Reports.Attachment.SEALED_REJECTS, Reports.Attachment.REPORT, Reports.Attachment.SEALED_REPORT);
        assertThat(Reports.fileName(report, Reports.Attachment.SEALED_REJECTS)).isEqualTo("a.csv.pgp.rejects.csv.pgp");
        assertThat(Reports.Attachment.of("rows-pgp")).contains(Reports.Attachment.SEALED_REJECTS);
        assertThat(Reports.Attachment.of("ROWS")).isEmpty();
    }

    @Test
    void refusedFilesHaveTheReportsOwnId() throws IOException {
        write("out/r.csv.report.json", """
                {"state": "rejected", "dataset": null, "file": "r.csv", "bytes": 1, "time": "2026-11-21T10:00:00Z",
                 "file_id": "1a-1-17", "reasons": [{"code": "NO_DATASET", "column": null, "value": null, "message": "why"}]}
                """);
        Report report = reports.find("1a-1-17").orElseThrow();
        assertThat(report.isOfImport()).isFalse();
        assertThat(report.dataset()).isEmpty();
        assertThat(report.reasons()).extracting(Report.Reason::message).containsExactly("why");
    }

    @Test
    void onlyTheLatestAreKnown() throws IOException {
        for (int i = 0; i < Reports.MOST + 10; i++) {
            Path file =
                    write("out/f" + i + ".csv.report.json", COMPLETED.formatted("f" + i, Integer.toHexString(i), 1));
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i)));
        }
        assertThat(reports.latest()).hasSize(Reports.MOST);
        assertThat(reports.find("9")).isEmpty();
        assertThat(reports.find("a")).isPresent();
    }

    @Test
    void whatWaitsIsNeitherBeingReadNorTakenNorHidden() throws IOException {
        write("in/a.csv", "1234");
        write("in/speed/b.csv", "12");
        write("in/running.csv", "1");
        write("in/c.csv.part", "1");
        write("in/.d.csv", "1");
        write("in/a.csv.check", "");
        Files.createSymbolicLink(root.resolve("in/link.csv"), staging.resolve("x"));
        Files.setLastModifiedTime(root.resolve("in/speed/b.csv"), FileTime.from(Instant.ofEpochSecond(7)));
        write(".sluice/imports/speed.json", """
                {"import": "0a", "table": "t", "version": 3, "write_timestamp_base": 9, "file": "running.csv", "size": 1,
                 "modified_ns": 1, "started": "2026-11-21T10:00:00Z"}
                """);
        write(".sluice/imports/torn.json", "{\"import\"");
        Waiting waiting = Waiting.in(folder);
        assertThat(waiting.files()).extracting(Waiting.WaitingFile::file).containsExactly("speed/b.csv", "a.csv");
        assertThat(waiting.bytes()).isEqualTo(6);
        assertThat(waiting.oldest()).contains(Instant.ofEpochSecond(7));
        assertThat(waiting.importing()).extracting(Waiting.Importing::file).containsExactly("running.csv");
    }

    private Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
