package dev.sluice.source.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash between putting a file away and removing its marker. */
class CheckNotesTest {
    @TempDir
    Path staging;

    private TenantDirectory directory;
    private CheckNotes notes;
    private Path marker;

    @BeforeEach
    void aFileWasCheckedAndIsAboutToLeave() throws IOException {
        directory = new TenantDirectory(staging, new Tenant("acme"));
        directory.create();
        notes = new CheckNotes(directory);
        marker = Files.writeString(directory.in().resolve("a.csv.check"), "");
        Files.writeString(directory.in().resolve("a.csv"), "id\n1\n");
        notes.note("a", "w", ".rows");
        notes.use("a", file());
    }

    private StagedFile file() throws IOException {
        return directory.look("a.csv").orElseThrow();
    }

    @Test
    void aMarkerIsGoodForAsLongAsItsFileIsThere() throws IOException {
        notes.begin("a");
        assertThat(notes.isAskedFor(file())).isTrue();
    }

    @Test
    void aMarkerThatWasLeftBehindIsRemoved() throws IOException {
        Files.delete(directory.in().resolve("a.csv"));
        notes.begin("a");
        assertThat(marker).doesNotExist();
        assertThat(directory.checks("a")).isEmptyDirectory();
    }

    @Test
    void aNewFileOfThatNameIsNotTheOneThatTheMarkerWasFor() throws IOException {
        Files.writeString(directory.in().resolve("a.csv"), "id\n1\n2\n");
        notes.begin("a");
        assertThat(notes.isAskedFor(file())).isFalse();
    }

    @Test
    void aNewMarkerIsNotTheOneThatWasLeftBehind() throws IOException {
        Files.writeString(directory.in().resolve("a.csv"), "id\n1\n2\n");
        Files.setLastModifiedTime(marker, FileTime.fromMillis(1_000));
        notes.begin("a");
        assertThat(notes.isAskedFor(file())).isTrue();
    }

    @Test
    void aNoteThatIsTornIsForgotten() throws IOException {
        Files.writeString(directory.checks("a").resolve("used.json"), "{\"file\": \"../");
        notes.begin("a");
        assertThat(directory.checks("a")).isEmptyDirectory();
        assertThat(notes.isAskedFor(file())).isTrue();
    }
}
