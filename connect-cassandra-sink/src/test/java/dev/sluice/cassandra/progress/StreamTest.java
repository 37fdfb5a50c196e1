package dev.sluice.cassandra.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final ImportContext CONTEXT =
            new ImportContext(DatasetId.of("t", "d"), "0123456789abcdef0123", "tab", 1, 1_000_000);
    private static final StreamId ID = StreamId.of(new TopicPartition("t", 0));

    private final Stream stream = new Stream(CONTEXT, ID, StreamState.NONE);

    private boolean count(long ordinal, long offset) {
        stream.expect();
        return stream.count(ordinal, ordinal * 10, offset);
    }

    @Test
    void aRowCountsOnceHoweverOftenItComes() {
        assertThat(count(3, 0)).isTrue();
        assertThat(count(7, 1)).isTrue();
        assertThat(count(3, 2)).isFalse();
        assertThat(count(7, 3)).isFalse();
        assertThat(count(8, 4)).isTrue();
        assertThat(stream.state()).isEqualTo(new StreamState(8, 3, 0, 4, 80, Seen.NOTHING, Map.of()));
    }

    @Test
    void offsetsAreHeldBackToTheFirstCountThatIsNotSaved() {
        count(3, 10);
        count(4, 11);
        assertThat(stream.bound()).hasValue(10);
        stream.saving();
        assertThat(stream.bound()).hasValue(10);
        count(5, 12);
        stream.saved();
        assertThat(stream.bound()).hasValue(12);
        stream.saving();
        stream.notSaved();
        assertThat(stream.bound()).hasValue(12);
        stream.saving();
        stream.saved();
        assertThat(stream.bound()).isEmpty();
        assertThat(stream.isIdle()).isTrue();
        count(5, 13);
        assertThat(stream.bound()).as("a row that is counted already").isEmpty();
    }

    @Test
    void reasonsAreCountedByCodeAndColumnAndBounded() {
        for (int i = 1; i <= Stream.MAX_REASONS + 50; i++) {
            count(i, i);
            stream.countRejected(new RejectedRow(
                    new RowPosition(i, i, 0, 0),
                    "parse",
                    java.util.List.of(
                            new RejectedRow.Fault("TYPE_MISMATCH", "c", ""),
                            new RejectedRow.Fault("UNKNOWN_COLUMN", "x" + i, ""))));
        }
        StreamState state = stream.state();
        assertThat(state.rejected()).isEqualTo(Stream.MAX_REASONS + 50);
        assertThat(state.reasons())
                .hasSize(Stream.MAX_REASONS + 1)
                .containsEntry("TYPE_MISMATCH c", Stream.MAX_REASONS + 50L)
                .containsEntry("UNKNOWN_COLUMN x1", 1L)
                .containsEntry(Stream.OTHER_REASONS, 51L);
    }
}
