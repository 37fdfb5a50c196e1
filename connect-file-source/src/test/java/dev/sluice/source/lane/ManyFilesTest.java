package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.source.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant with a thousand datasets drops ten thousand files at once. */
class ManyFilesTest {
    private static final int DATASETS = 1000;
    private static final int FILES = 10;

    @TempDir(factory = Scratch.class)
    Path staging;

    @Test
    void allAreImportedThoseOfADatasetInOrder() {
        Stage stage = new Stage(staging, new Random(1), 3);
        stage.scanMillis = 5000;
        stage.start();
        for (int i = 0; i < DATASETS; i++) {
            stage.drop(
                    "acme",
                    "d%03d.dataset.json".formatted(i),
                    Stage.DEFINITION.formatted("d%03d".formatted(i), "t" + i, "string"));
        }
        finish(stage, DATASETS);
        for (int file = 0; file < FILES; file++) {
            for (int i = 0; i < DATASETS; i++) {
                // Names that do not tell the order.
                stage.drop("acme", "d%03d-%d.csv".formatted(i, FILES - file), "id,v\n" + file + ",x\n");
            }
        }
        finish(stage, DATASETS * (FILES + 1));
        Map<String, List<String>> order = stage.events(ImportEnded.class).stream()
                .collect(Collectors.groupingBy(
                        ended -> ended.context().dataset().name(),
                        TreeMap::new,
                        Collectors.mapping(ImportEnded::file, Collectors.toList())));
        assertThat(order).hasSize(DATASETS);
        order.forEach((dataset, files) ->
                assertThat(files).hasSize(FILES).isSortedAccordingTo((one, other) -> number(other) - number(one)));
    }

    private static void finish(Stage stage, int done) {
        for (int round = 0; stage.filesIn("out/done").size() < done; round++) {
            assertThat(round).as("rounds").isLessThan(1000);
            for (int i = 0; i < 1000; i++) {
                stage.poll(i % stage.tasks());
            }
            stage.connect.acknowledge(10_000);
        }
    }

    private static int number(String file) {
        return Integer.parseInt(file.substring(file.indexOf('-') + 1, file.indexOf('.')));
    }
}
