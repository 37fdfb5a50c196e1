package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.source.Scratch;
import dev.sluice.source.stage.CountingFileSystem;
import dev.sluice.source.stage.CountingFileSystem.Halt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine halts while several tasks read one file: in between any two things that are done to what the tasks tell each other. */
class RangesHaltTest {
    private static final int ROWS = 30;

    @TempDir(factory = Scratch.class)
    Path root;

    @Test
    void theImportIsWholeWhereverTheMachineHalts() throws IOException {
        int after = 0;
        while (isWholeThoughHalted(after)) {
            after++;
        }
        assertThat(after).as("places to halt at").isGreaterThan(100);
    }

    /** False if there was nothing to do any more. */
    private boolean isWholeThoughHalted(int after) throws IOException {
        Path staging = CountingFileSystem.count(Files.createDirectory(root.resolve("h" + after)));
        Stage stage = new Stage(staging, new Random(after), 2);
        stage.splitMinBytes = 1;
        stage.start();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
        stage.drop("acme", "a.csv", "id,v\n" + rows(i -> true));
        boolean isHalted = false;
        CountingFileSystem.haltAfter(staging, "/.sluice/imports/", after);
        try {
            stage.finish();
        } catch (Halt halt) {
            isHalted = true;
        }
        CountingFileSystem.neverHalt(staging);
        stage.connect.commitOffsets();
        stage.crash();
        stage.finish();
        // The journal goes before the import's last notes, which no other import takes for its own.
        assertThat(stage.filesIn(".sluice/imports"))
                .as("halted after %d", after)
                .filteredOn(file -> !file.matches("acme/[0-9a-f]+\\.rejected"))
                .isEmpty();
        List<ImportEnded> ended = stage.events(ImportEnded.class);
        assertThat(ended).as("halted after %d", after).isNotEmpty().allSatisfy(end -> {
            assertThat(end.rowsRead()).isEqualTo(ROWS);
            assertThat(end.rowsRejected()).isEqualTo(ROWS / 7);
            assertThat(end.context()).isEqualTo(ended.get(0).context());
        });
        assertThat(stage.connect.log.stream()
                        .filter(written -> !written.isEvent())
                        .map(written -> written.row().ordinal())
                        .distinct())
                .as("halted after %d", after)
                .hasSize(ROWS);
        assertThat(root.resolve("h" + after).resolve("acme/out/a.csv.rejects.csv"))
                .as("halted after %d", after)
                .hasContent("id,v\n" + rows(i -> i % 7 == 0));
        return isHalted;
    }

    private static String rows(java.util.function.IntPredicate which) {
        return IntStream.rangeClosed(1, ROWS)
                .filter(which)
                .mapToObj(i -> i + "," + (i % 7 == 0 ? "bad" : "ok") + "\n")
                .collect(Collectors.joining());
    }
}
