package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.stage.CountingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look for files costs, in questions to the file system: never time, which a busy machine would make a lottery. */
class ScanCostTest {
    @TempDir
    Path directory;

    private Path staging;
    private Stage stage;

    @BeforeEach
    void begin() {
        staging = CountingFileSystem.count(directory);
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "d0.dataset.json", Stage.DEFINITION.formatted("d0", "t0", "string"));
        stage.finish();
        // Nothing is taken any more, only looked at.
        stage.terms = new Terms(List.of(new Glob("*")), Schedule.parse("0 0 1 1 *", ZoneOffset.UTC), 0, 0);
    }

    /** Questions of one poll, when all has been seen before. */
    private List<Path> look() {
        for (int i = 0; i < 3; i++) {
            stage.poll(0);
            stage.clock.advance(20);
        }
        CountingFileSystem.asked(staging);
        stage.poll(0);
        return CountingFileSystem.asked(staging);
    }

    private void files(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Files.createFile(folder.resolve("d0-" + i + ".csv"));
        }
    }

    @Test
    void whatIsInOutCostsNothing() throws IOException {
        int before = look().size();
        files(staging.resolve("acme/out/done"), 300);
        files(staging.resolve("acme/out/rejected"), 300);
        files(staging.resolve("acme/out"), 300);
        assertThat(look()).hasSize(before).noneMatch(path -> path.toString().endsWith(".csv"));
    }

    @Test
    void tenThousandFilesCostTwoQuestionsEach() throws IOException {
        int before = look().size();
        files(staging.resolve("acme/in"), 10_000);
        assertThat(look().size() - before).isLessThanOrEqualTo(2 * 10_000);
    }

    @Test
    void aThousandDatasetsCostTwoQuestionsEach() throws IOException {
        int before = look().size();
        Path datasets = staging.resolve("acme/.sluice/datasets");
        String accepted = Files.readString(datasets.resolve("d0.json"));
        for (int i = 1; i < 1000; i++) {
            Files.writeString(datasets.resolve("d" + i + ".json"), accepted.replace("d0", "d" + i));
        }
        assertThat(look().size() - before).isLessThanOrEqualTo(2 * 1000);
    }

    /** A name that is dropped again and again gets its place without a look at all that came before. */
    @Test
    void theThousandthFileOfANameIsPutAwayAsFastAsTheTenth() throws IOException {
        stage.terms = new Terms(List.of(new Glob("*")), Schedule.CONTINUOUS, 0, 0);
        files(staging.resolve("acme/in"), 0);
        Path done = staging.resolve("acme/out/done");
        Files.createFile(done.resolve("d0.csv"));
        for (int i = 1; i < 1000; i++) {
            Files.createFile(done.resolve("d0.csv." + i));
        }
        stage.drop("acme", "d0.csv", "id,v\n1,x\n");
        CountingFileSystem.asked(staging);
        stage.finish();
        assertThat(CountingFileSystem.asked(staging))
                .filteredOn(path -> path.getFileName().toString().matches("d0\\.csv\\.\\d+(\\.report\\.json)?"))
                .hasSizeLessThan(100);
        assertThat(done.resolve("d0.csv.1000")).exists();
    }
}
