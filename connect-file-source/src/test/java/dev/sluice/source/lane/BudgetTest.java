package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.MovableClock;
import dev.sluice.source.Scratch;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A poll returns in time, and always with something. */
class BudgetTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void define() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    /** Rows of the first poll that has any. */
    private int rows(Limits limits, String line) {
        stage.limits = limits;
        stage.start();
        stage.drop("acme", "a.csv", "id,v\n" + line.repeat(500));
        while (true) {
            stage.clock.advance(1);
            int sent = stage.connect.sent();
            stage.poll(0);
            int rows = stage.connect.sent() - sent;
            stage.connect.acknowledge(100);
            if (rows > Stage.PARTITIONS + 1) {
                return rows;
            }
        }
    }

    @Test
    void rowsAreBounded() {
        assertThat(rows(new Limits(70, 1 << 16, 1000, 100, 50), "1,x\n")).isEqualTo(70);
    }

    @Test
    void bytesAreBounded() {
        // The header is of the first batch.
        assertThat(rows(new Limits(1000, 400, 1000, 100, 50), "1,x\n")).isEqualTo((400 - 5) / 4 + 1);
    }

    @Test
    void timeIsBounded() {
        stage.clock.takeForEachLook(10);
        assertThat(rows(new Limits(1000, 1 << 16, 35, 100, 50), "1,x\n")).isEqualTo(4 * 32);
    }

    @Test
    void oneRowIsAlwaysAllowed() {
        MovableClock clock = new MovableClock();
        Budget budget = new Budget(clock, new Limits(1, 1, 1, 1, 1), 1, 0);
        clock.advance(1000);
        assertThat(budget.allows(0, 1000)).isTrue();
        assertThat(budget.allows(1, 1000)).isFalse();
    }
}
