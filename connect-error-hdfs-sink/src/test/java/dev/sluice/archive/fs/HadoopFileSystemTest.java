package dev.sluice.archive.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port's promises, kept on a local disk; integration tests see to HDFS. */
class HadoopFileSystemTest {
    @TempDir
    private Path root;

    private HadoopFileSystem fileSystem;

    @BeforeEach
    void connect() throws IOException {
        fileSystem = HadoopFileSystem.connect(
                new HadoopSettings(URI.create("file:///"), root.toString(), Identity.WORKER, "", Map.of()));
    }

    @AfterEach
    void close() throws IOException {
        fileSystem.close();
    }

    @Test
    void creationNeedsItsDirectoryAndNoPredecessor() throws IOException {
        assertThatThrownBy(() -> fileSystem.create("a/f")).isInstanceOf(IOException.class);
        fileSystem.makeDirectory("a");
        write("a/f", "1");
        assertThatThrownBy(() -> fileSystem.create("a/f")).isInstanceOf(IOException.class);
        assertThat(read("a/f")).isEqualTo("1");
    }

    @Test
    void renameNeverOverwrites() throws IOException {
        fileSystem.makeDirectory("a");
        write("a/one", "1");
        write("a/two", "2");
        assertThat(fileSystem.rename("a/one", "a/two")).isFalse();
        assertThat(fileSystem.rename("a/none", "a/three")).isFalse();
        assertThat(fileSystem.rename("a/one", "nowhere/f")).isFalse();
        assertThat(fileSystem.rename("a/one", "a/three")).isTrue();
        assertThat(read("a/two")).isEqualTo("2");
        assertThat(read("a/three")).isEqualTo("1");
        assertThat(fileSystem.length("a/one")).isEmpty();
    }

    @Test
    void replaceAlwaysOverwrites() throws IOException {
        fileSystem.makeDirectory("a");
        write("a/one", "1");
        write("a/two", "2");
        fileSystem.replace("a/one", "a/two");
        assertThat(read("a/two")).isEqualTo("1");
        fileSystem.replace("a/one", "a/two");
        assertThat(fileSystem.length("a/two")).isEqualTo(OptionalLong.of(1));
        write("a/one", "3");
        assertThatThrownBy(() -> fileSystem.replace("a/one", "nowhere/f")).isInstanceOf(IOException.class);
        assertThat(read("a/one")).isEqualTo("3");
    }

    @Test
    void onlyWhatIsEmptyIsRemovedAsSuch() throws IOException {
        fileSystem.makeDirectory("a/b");
        write("a/b/f", "1");
        fileSystem.removeEmpty("a/b");
        assertThat(read("a/b/f")).isEqualTo("1");
        fileSystem.delete("a/b/f");
        fileSystem.removeEmpty("a/b");
        fileSystem.removeEmpty("a/b");
        assertThat(fileSystem.list("a")).isEmpty();
    }

    @Test
    void protectionLetsInWhomItSays() throws IOException {
        fileSystem.makeDirectory("tenant=a");
        fileSystem.protect("tenant=a", new Access("750", "", ""));
        fileSystem.protect("tenant=a", new Access("750", "", ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("tenant=a"))))
                .isEqualTo("rwxr-x---");
        fileSystem.protect("tenant=a", Access.UNCHANGED);
        assertThatThrownBy(() -> fileSystem.protect("nowhere", new Access("750", "", "")))
                .isInstanceOf(IOException.class);
        // A local disk has no such entries: that is said, and nothing dies of it.
        assertThatThrownBy(() -> fileSystem.protect("tenant=a", new Access("", "", "user:x:r-x")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listingsTellTimes() throws IOException {
        fileSystem.makeDirectory("a/b");
        assertThat(fileSystem.list("a")).singleElement().satisfies(entry -> {
            assertThat(entry.directory()).isTrue();
            assertThat(entry.modified())
                    .isEqualTo(Files.getLastModifiedTime(root.resolve("a/b")).toMillis());
        });
        assertThat(fileSystem.list("nowhere")).isEmpty();
    }

    private void write(String path, String text) throws IOException {
        try (ErrorOutput out = fileSystem.create(path)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String read(String path) throws IOException {
        try (InputStream in = fileSystem.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
