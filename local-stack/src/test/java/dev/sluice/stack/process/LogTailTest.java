package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a log, whatever its size. */
class LogTailTest {
    @TempDir
    Path directory;

    @Test
    void givesTheLastLinesOnly() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "one\ntwo\nthree\n");

        assertThat(LogTail.lines(log, 2)).containsExactly("two", "three");
        assertThat(LogTail.lines(log, 40)).containsExactly("one", "two", "three");
    }

    @Test
    void givesWholeLinesOfALargeLog() throws IOException {
        List<String> lines =
                IntStream.range(0, 20_000).mapToObj(i -> "line number " + i).toList();
        Path log = Files.write(directory.resolve("large.log"), lines);

        assertThat(LogTail.lines(log, 40)).isEqualTo(lines.subList(19_960, 20_000));
    }

    @Test
    void givesNothingForALogThatIsNotThere() {
        assertThat(LogTail.lines(directory.resolve("none.log"), 40)).isEmpty();
    }
}
