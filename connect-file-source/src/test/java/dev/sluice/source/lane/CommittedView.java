package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader of committed records sees of imports: one step for every transaction that is committed, and nothing between. An import is
 * seen as a whole or not at all at every moment, exactly if one transaction has all of it.
 */
final class CommittedView {
    /** What one transaction shows of an import. */
    private static final class Portion {
        private final Set<Long> rows = new TreeSet<>();
        private final Set<String> hasRows = new HashSet<>();
        private final Set<String> started = new HashSet<>();
        private final Set<String> ended = new HashSet<>();
        private boolean isInOrder = true;
        private Optional<ImportEnded> end = Optional.empty();

        void add(SimulatedConnect.Written written) {
            String partition = written.partition().toString();
            // A producer may find a partition that was added in mid-import before the connector does.
            boolean isNew = written.partition().partition() >= Stage.PARTITIONS;
            if (written.isEvent()) {
                if (written.event() instanceof ImportStarted) {
                    isInOrder &= isNew || (!hasRows.contains(partition) && !ended.contains(partition));
                    started.add(partition);
                } else if (written.event() instanceof ImportEnded event) {
                    ended.add(partition);
                    end = Optional.of(event);
                }
            } else {
                hasRows.add(partition);
                isInOrder &= isNew || !ended.contains(partition);
                assertThat(rows.add(written.row().ordinal()))
                        .as("a row twice in a transaction")
                        .isTrue();
            }
        }
    }

    private final Map<String, List<Portion>> portions = new HashMap<>();
    private int transactions;

    CommittedView(Stage stage) {
        stage.connect.observeCommits(this::see);
    }

    private void see(List<SimulatedConnect.Written> transaction) {
        transactions++;
        Map<String, Portion> now = new LinkedHashMap<>();
        for (SimulatedConnect.Written written : transaction) {
            Optional<String> importId = written.isEvent() ? importOf(written.event()) : Optional.of(written.importId());
            importId.ifPresent(
                    id -> now.computeIfAbsent(id, known -> new Portion()).add(written));
        }
        now.forEach((id, portion) ->
                portions.computeIfAbsent(id, known -> new ArrayList<>()).add(portion));
        now.values().stream()
                .filter(portion -> portion.end.isPresent() && !portion.rows.isEmpty())
                .forEach(portion -> assertThat(now)
                        .as("nobody else has a part in an import's transaction")
                        .hasSize(1));
    }

    private static Optional<String> importOf(Event event) {
        if (event instanceof ImportStarted started) {
            return Optional.of(started.context().importId());
        }
        return event instanceof ImportEnded ended ? Optional.of(ended.context().importId()) : Optional.empty();
    }

    int transactions() {
        return transactions;
    }

    /** True if anything of an import was ever seen. */
    boolean hasSeen(String importId) {
        return portions.containsKey(importId);
    }

    /** One transaction has shown all of it: start and end in every partition that there was, and every row once, between them. */
    void assertWhole(String importId, long rows, int partitions) {
        assertThat(portions.get(importId)).as("seen in one step").hasSize(1);
        Portion all = portions.get(importId).get(0);
        assertThat(all.isInOrder).as("start, rows, end").isTrue();
        assertThat(all.rows).hasSize((int) rows);
        assertThat(all.end.orElseThrow().rowsRead()).isEqualTo(rows);
        for (int partition = 0; partition < partitions; partition++) {
            assertThat(all.started).contains(Stage.TOPICS.rows() + "-" + partition);
        }
        assertThat(all.started).contains(Stage.TOPICS.events() + "-0");
        assertThat(all.ended).isEqualTo(all.started);
    }

    /** Rows were seen in several steps. */
    void assertInSteps(String importId) {
        assertThat(portions.get(importId)).hasSizeGreaterThan(1);
    }
}
