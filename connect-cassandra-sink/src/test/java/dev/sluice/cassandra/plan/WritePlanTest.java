package dev.sluice.cassandra.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.bind.Row;
import dev.sluice.cassandra.bind.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WritePlanTest {
    private static final WritePlan PLAN = new WritePlan(3, 10_000);

    private final List<String> settled = new ArrayList<>();

    private Upsert upsert(Row row) {
        String name = Rows.text(row.cell(row.size() - 1));
        return new Upsert(row, new Receipt() {
            @Override
            public boolean isAwaited() {
                return !settled.contains(name);
            }

            @Override
            public void settle() {
                settled.add(name);
            }

            @Override
            public void refuse(String reason) {
                throw new AssertionError(reason);
            }
        });
    }

    private List<WriteUnit> plan(Row... rows) {
        return PLAN.of(Stream.of(rows).map(this::upsert).toList());
    }

    private static List<String> values(WriteUnit unit) {
        return unit.rows().stream()
                .map(row -> Rows.text(row.cell(row.size() - 1)))
                .toList();
    }

    @Test
    void rowsOfOneKeyBecomeTheLastAndCountAsWrittenWithIt() {
        List<WriteUnit> units =
                plan(Rows.row("t", 1, 1, 10, "a"), Rows.row("t", 1, 1, 11, "b"), Rows.row("t", 1, 1, 12, "c"));
        assertThat(units).hasSize(1);
        assertThat(values(units.get(0))).containsExactly("c");
        assertThat(settled).isEmpty();
        units.get(0).upserts().get(0).written();
        assertThat(settled).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void theHighestWriteTimestampWinsNotTheOrderOfArrival() {
        List<WriteUnit> units = plan(Rows.row("t", 1, 1, 12, "late"), Rows.row("t", 1, 1, 11, "early"));
        assertThat(values(units.get(0))).containsExactly("late");
    }

    @Test
    void supersededRowsComeBackInTheirOrder() {
        Upsert survivor = plan(Rows.row("t", 1, 1, 10, "a"), Rows.row("t", 1, 1, 11, "b"), Rows.row("t", 1, 1, 12, "c"))
                .get(0)
                .upserts()
                .get(0);
        List<Upsert> released = survivor.release();
        assertThat(released)
                .extracting(upsert -> Rows.text(upsert.row().cell(2)))
                .containsExactly("a", "b");
        assertThat(values(PLAN.of(released).get(0))).containsExactly("b");
        assertThat(survivor.release()).isEmpty();
    }

    @Test
    void aRowThatLeavesACellUnsetDoesNotSupersedeOneThatSetsIt() {
        assertThat(plan(Rows.row("t", 1, 1, 10, "a"), Rows.wide("t", 1, 1, 11, "unset", "w")))
                .flatExtracting(WritePlanTest::values)
                .containsExactly("a", "w");
        assertThat(plan(Rows.row("t", 1, 1, 10, "a"), Rows.wide("t", 1, 1, 11, "v", "w")))
                .flatExtracting(WritePlanTest::values)
                .containsExactly("w");
        assertThat(plan(Rows.wide("t", 1, 1, 10, "v", "w"), Rows.row("t", 1, 1, 11, "a")))
                .flatExtracting(WritePlanTest::values)
                .containsExactly("w", "a");
    }

    @Test
    void onlyRowsOfOneCassandraPartitionShareABatch() {
        List<WriteUnit> units = plan(
                Rows.row("t", 1, 1, 10, "a"),
                Rows.row("t", 2, 1, 11, "b"),
                Rows.row("t", 1, 2, 12, "c"),
                Rows.row("other", 1, 1, 13, "d"));
        assertThat(units)
                .extracting(WritePlanTest::values)
                .containsExactly(List.of("a", "c"), List.of("b"), List.of("d"));
    }

    @Test
    void batchesAreBoundedInRows() {
        Row[] rows = IntStream.range(0, 7)
                .mapToObj(i -> Rows.row("t", 1, i, i, "v" + i))
                .toArray(Row[]::new);
        assertThat(plan(rows)).extracting(unit -> unit.rows().size()).containsExactly(3, 3, 1);
    }

    @Test
    void batchesAreBoundedInBytesAndALargeRowGoesAlone() {
        List<WriteUnit> units = plan(
                Rows.row("t", 1, 1, 1, "a".repeat(4_000)),
                Rows.row("t", 1, 2, 2, "b".repeat(4_000)),
                Rows.row("t", 1, 3, 3, "c".repeat(4_000)),
                Rows.row("t", 1, 4, 4, "d".repeat(40_000)),
                Rows.row("t", 1, 5, 5, "e"));
        assertThat(units).extracting(unit -> unit.rows().size()).containsExactly(2, 1, 1, 1);
    }
}
