package dev.sluice.cassandra.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.RowPosition;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamIdTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 3);

    @Test
    void aKeyTellsOriginAndBlock() {
        for (String origin : List.of("", "validated-input-7", "a.b_c-0")) {
            for (long block : new long[] {0, 1, 381, Long.MAX_VALUE / RowPosition.BLOCK_ROWS}) {
                StreamId id = new StreamId(PARTITION, origin, block);
                assertThat(StreamId.ofKey(PARTITION, id.key())).isEqualTo(id);
            }
        }
        assertThat(new StreamId(PARTITION, "", 0).key()).isEmpty();
        assertThat(new StreamId(PARTITION, "t-1", 2).key()).isEqualTo("t-1#2");
    }

    @Test
    void eventsAreSeenByTheFirstStreamOfAPartition() {
        assertThat(new StreamId(PARTITION, "", 9).frame()).isEqualTo(StreamId.of(PARTITION));
        assertThat(new StreamId(PARTITION, "t-1", 0).frame()).isEqualTo(StreamId.of(PARTITION));
        assertThat(StreamId.of(PARTITION).frame()).isEqualTo(StreamId.of(PARTITION));
    }
}
