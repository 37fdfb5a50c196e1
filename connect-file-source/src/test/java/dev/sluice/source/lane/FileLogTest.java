package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads in the worker's log: in a class loader of its own, where INFO is written into a file. */
class FileLogTest {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    @TempDir(factory = Scratch.class)
    Path root;

    /** Files of every fate, a Registry that is away for a while, and a restart in mid-import. */
    public static final class Script implements Consumer<Path> {
        @Override
        public void accept(Path staging) {
            Stage stage = new Stage(staging, new Random(1), 1);
            stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
            stage.registryIsAway = true;
            for (int i = 0; i < 2000; i++) {
                stage.poll(0);
            }
            stage.finish();
            stage.drop("acme", "b.dataset.json", "{}");
            stage.drop("acme", "nobody.csv", "x\n");
            stage.drop("acme", "a-1.csv", "id,v\n1,x\n2,bad\n");
            stage.finish();
            stage.drop("acme", "a-2.csv", "id,v\n1,x\n2,bad\n");
            stage.finish();
            stage.drop("acme", "a-3.csv", "id,v\n" + "1,secret\n".repeat(100));
            stage.connect.log.clear();
            stage.readSome();
            stage.crash();
            stage.finish();
            stage.drop("acme", "a-5.csv.gz", gzipped("id,v\n" + "1,secret\n".repeat(100)));
            stage.connect.log.clear();
            stage.readSome();
            for (int i = 0; i < 5; i++) {
                stage.poll(0);
                stage.connect.acknowledge(10);
            }
            stage.connect.commitOffsets();
            stage.crash();
            stage.finish();
            stage.connect.loseRows(1);
            stage.drop("acme", "a-4.csv", "id,v\n1,x\n");
            stage.finish();
        }
    }

    private static byte[] gzipped(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @BeforeEach
    void writeIntoAFile() {
        System.setProperty(PREFIX + "defaultLogLevel", "info");
        System.setProperty(PREFIX + "showThreadName", "false");
        System.setProperty(PREFIX + "showLogName", "false");
        System.setProperty(PREFIX + "logFile", root.resolve("log").toString());
    }

    @AfterEach
    void forget() {
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith(PREFIX));
    }

    @Test
    @SuppressWarnings("unchecked")
    void aFileIsOneLineInAndOneLineOut() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(FileLogTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            ((Consumer<Path>) loader.loadClass(Script.class.getName())
                            .getConstructor()
                            .newInstance())
                    .accept(root.resolve("staging"));
        }
        List<String> all = Files.readAllLines(root.resolve("log"));
        List<String> lines = all.stream()
                .filter(line -> line.startsWith("INFO ") && line.contains("acme/"))
                .map(line -> line.replaceAll("[0-9a-f]{20}", "#"))
                .toList();
        assertThat(lines.subList(0, 2))
                .containsExactly(
                        "INFO acme/a.dataset.json in: 204 bytes, definition",
                        "INFO acme/a.dataset.json out: defines acme.t version 1");
        assertThat(lines.subList(2, 8))
                .containsExactlyInAnyOrder(
                        "INFO acme/b.dataset.json in: 2 bytes, definition",
                        "INFO acme/b.dataset.json out: refused, [INVALID_DEFINITION]",
                        "INFO acme/nobody.csv in: 2 bytes, not taken",
                        "INFO acme/nobody.csv out: refused, [NO_DATASET]",
                        "INFO acme/a-1.csv in: 15 bytes, import #",
                        "INFO acme/a-1.csv out: import # completed, 2 rows read, 1 accepted, 1 rejected, 0 lost");
        assertThat(lines.subList(8, 12))
                .containsExactly(
                        "INFO acme/a-2.csv in: 15 bytes, import #",
                        "INFO acme/a-2.csv out: import # completed, 2 rows read, 1 accepted, 1 rejected, 0 lost, the same"
                                + " bytes as import #",
                        "INFO acme/a-3.csv in: 905 bytes, import #",
                        lines.get(11));
        assertThat(lines.get(11)).startsWith("INFO acme/a-3.csv in: 905 bytes, import # goes on at row ");
        assertThat(lines.get(14))
                .startsWith("INFO acme/a-5.csv.gz in: ")
                .contains("goes on at row")
                .endsWith("of the unpacked file, which is unpacked again from its beginning");
        assertThat(lines.subList(12, lines.size()))
                .containsExactly(
                        "INFO acme/a-3.csv out: import # completed, 100 rows read, 100 accepted, 0 rejected, 0 lost",
                        lines.get(13),
                        lines.get(14),
                        "INFO acme/a-5.csv.gz out: import # completed, 100 rows read, 100 accepted, 0 rejected, 0 lost",
                        "INFO acme/a-4.csv in: 9 bytes, import #",
                        "INFO acme/a-4.csv out: import # failed, 1 rows read, 0 accepted, 0 rejected, 1 lost");
        assertThat(all).as("content of rows").noneMatch(line -> line.contains("secret"));
    }

    private static URL url(String path) {
        try {
            return new File(path).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
