package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tenants change files while they are read, and give them names that nobody should. */
class ChangedFilesTest {
    private static final String CONTENT = "id,v\n" + "1,x\n".repeat(100);

    /** What a tenant does, and how it is told. */
    enum Change {
        REMOVED("removed") {
            @Override
            void make(Path file) throws IOException {
                Files.delete(file);
            }
        },
        TRUNCATED("truncated from 405 to 7 bytes") {
            @Override
            void make(Path file) throws IOException {
                Files.writeString(file, "id,v\n1,");
            }
        },
        EMPTIED("truncated from 405 to 0 bytes") {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        APPENDED("appended to, from 405 to 409 bytes") {
            @Override
            void make(Path file) throws IOException {
                Files.writeString(file, "2,y\n", StandardOpenOption.APPEND);
            }
        },
        REPLACED("replaced by another of the same size") {
            @Override
            void make(Path file) throws IOException {
                Path other = file.resolveSibling(".other");
                Files.writeString(other, CONTENT.replace('x', 'y'));
                Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        },
        TOUCHED("replaced by another of the same size") {
            @Override
            void make(Path file) throws IOException {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            }
        };

        private final String told;

        Change(String told) {
            this.told = told;
        }

        abstract void make(Path file) throws IOException;
    }

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    private Path file() {
        return stage.in("acme").resolve("a.csv");
    }

    private void isTold(Change change) {
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(Code.FILE_CHANGED);
            assertThat(reason.value()).isEqualTo(change.told);
        });
        assertThat(failed.rowsRead()).isEqualTo(failed.rowsAccepted()).isLessThanOrEqualTo(100);
        assertThat(stage.filesIn("out")).contains("acme/a.csv.report.json");
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedInMidFile(Change change) throws IOException {
        stage.drop("acme", "a.csv", CONTENT);
        stage.readSome();
        change.make(file());
        stage.finish();
        isTold(change);
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedWhileTheLastRowsAreWaitedFor(Change change) throws IOException {
        stage.drop("acme", "a.csv", CONTENT);
        stage.readSome();
        for (int i = 0; i < 100; i++) {
            stage.poll(0);
        }
        change.make(file());
        stage.finish();
        isTold(change);
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedAfterARestart(Change change) throws IOException {
        stage.drop("acme", "a.csv", CONTENT);
        stage.readSome();
        stage.connect.commitOffsets();
        stage.crash();
        change.make(file());
        stage.finish();
        isTold(change);
    }

    @Test
    void namesMayBeAnything() {
        List<String> names = List.of(
                "a b.csv",
                "a\nb.csv",
                "a😀.csv",
                "a\"',;$(x).csv",
                "a%s%n{}.csv",
                "a\\.csv",
                "a" + "ü".repeat(125) + ".csv",
                "a" + "x".repeat(250) + ".csv");
        assertThat(names.get(6).getBytes(StandardCharsets.UTF_8)).hasSize(255);
        for (String name : names) {
            stage.drop("acme", name, "id,v\n1,x\n2\n");
            stage.finish();
        }
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::file)
                .containsExactlyElementsOf(names);
        assertThat(stage.filesIn("out/done")).hasSize(names.size() + 1);
        for (String suffix : List.of(".report.json", ".rejects.csv", ".rejects.reasons.csv")) {
            assertThat(stage.filesIn("out"))
                    .filteredOn(file -> file.endsWith(suffix) && !file.contains(".dataset."))
                    .hasSize(names.size());
        }
    }

    @Test
    void whatIsNoFileIsPutAwayUnopened() throws Exception {
        Path secrets = Files.createDirectories(staging.resolve("other/in"));
        Files.writeString(secrets.resolve("a.csv"), "id,v\n1,x\n");
        Files.createSymbolicLink(stage.in("acme").resolve("a"), secrets);
        Files.createSymbolicLink(stage.in("acme").resolve("a-dangling.csv"), Path.of("/nowhere"));
        Path fifo = stage.in("acme").resolve("a-fifo.csv");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Files.delete(secrets.resolve("a.csv"));
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .hasSize(3)
                .allSatisfy(rejected -> assertThat(rejected.reasons())
                        .extracting(Violation::code)
                        .containsExactly(Code.UNSAFE_FILE));
        assertThat(stage.filesIn("in")).isEmpty();
        assertThat(Files.isDirectory(secrets)).isTrue();
    }
}
