package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.emit.ImportOffset.State;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What holds after every single step: what is committed is written, what can be counted is, what is settled is written as a whole and told, a row never comes
 * before its import's start nor behind the next one's, and every partition has heard of whatever it hears the end of.
 */
final class Invariants {
    private final Stage stage;
    private final boolean hasZombies;
    private final Map<String, BitSet> rows = new HashMap<>();
    private final Map<String, BitSet> inPartition = new HashMap<>();
    private final Map<String, Long> highest = new HashMap<>();
    private final Map<String, ImportEnded> ended = new HashMap<>();
    private final Map<String, String> current = new HashMap<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> started = new HashSet<>();
    private final Set<Path> waiting = new HashSet<>();

    /** @param hasZombies then rows of an import may be sent once more when the next has begun */
    Invariants(Stage stage, boolean hasZombies) {
        this.stage = stage;
        this.hasZombies = hasZombies;
        stage.connect.observe(this::see);
    }

    void expect(Path file) {
        waiting.add(file);
    }

    private void see(SimulatedConnect.Written written) {
        boolean isRowTopic = written.partition().topic().equals(Stage.TOPICS.rows());
        if (!written.isEvent()) {
            rows.computeIfAbsent(written.importId(), id -> new BitSet())
                    .set((int) written.row().ordinal());
            rises(written);
            String now = current.get(written.partition() + " " + written.dataset());
            if (isRowTopic && written.partition().partition() < Stage.PARTITIONS) {
                assertThat(now).as("a row before its start").isNotNull();
                assertThat(hasZombies || now.equals(written.importId()))
                        .as("a row behind the next import")
                        .isTrue();
            }
        } else if (isRowTopic) {
            see(written.partition().toString(), written.event());
        }
    }

    /**
     * What lets a sink count rows by one number per import, partition and block, however many tasks read the file, replaced ones too. Keys
     * may go elsewhere once a topic has grown.
     */
    private void rises(SimulatedConnect.Written written) {
        boolean isRowTopic = written.partition().topic().equals(Stage.TOPICS.rows());
        if (isRowTopic && stage.connect.partitions() > Stage.PARTITIONS) {
            return;
        }
        long ordinal = written.row().ordinal();
        String stream = written.partition() + " " + written.importId();
        BitSet known = inPartition.computeIfAbsent(stream, id -> new BitSet());
        if (!known.get((int) ordinal)) {
            known.set((int) ordinal);
            String block = stream + " " + (ordinal - 1) / stage.blockRows;
            assertThat(ordinal)
                    .as("a row that is new is above all before it, %s", block)
                    .isGreaterThan(highest.getOrDefault(block, 0L));
            highest.put(block, ordinal);
        }
    }

    /** Each partition, read alone, tells a whole story, also one that was added in mid-import. */
    private void see(String partition, Event told) {
        if (told instanceof DatasetDefined event) {
            defined.add(partition + " " + event.id() + " " + event.version());
        } else if (told instanceof ImportStarted event) {
            assertThat(defined)
                    .as("a start behind its definition")
                    .contains(partition + " " + event.context().dataset() + " "
                            + event.context().version());
            started.add(partition + " " + event.context().importId());
            current.put(
                    partition + " " + event.context().dataset(), event.context().importId());
        } else if (told instanceof ImportEnded event) {
            assertThat(started)
                    .as("an end behind its start")
                    .contains(partition + " " + event.context().importId());
            ended.put(event.tenant() + "/" + event.file(), event);
            isWhole(event);
        }
    }

    private void isWhole(ImportEnded event) {
        assertThat(written(event.context().importId()).cardinality()).isEqualTo((int) event.rowsRead());
        assertThat(event.rowsRead()).isEqualTo(event.rowsAccepted() + event.rowsRejected());
    }

    private BitSet written(String importId) {
        return rows.getOrDefault(importId, new BitSet());
    }

    void check() {
        for (ImportOffset offset : stage.connect.committed()) {
            if (offset.state() != State.IDLE) {
                assertThat(written(offset.importId()).nextClearBit(1))
                        .as("committed rows are written")
                        .isGreaterThanOrEqualTo((int) offset.position().ordinal());
            }
        }
        for (ImportOffset offset : stage.connect.committedRanges()) {
            long next = offset.position().ordinal();
            long begin = 1 + Math.max(0, next - 2) / stage.blockRows * stage.blockRows;
            assertThat(written(offset.importId()).nextClearBit((int) begin))
                    .as("committed rows of a range are written")
                    .isGreaterThanOrEqualTo((int) next);
        }
        waiting.removeIf(file -> {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path relative = stage.staging.relativize(file);
            ImportEnded event = ended.get(relative.getName(0) + "/" + relative.getFileName());
            assertThat(event).as("%s has left and its end is told", relative).isNotNull();
            isWhole(event);
            return true;
        });
    }
}
