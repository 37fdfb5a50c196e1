package dev.sluice.cassandra.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.plan.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetLedgerTest {
    private static final TopicPartition P = new TopicPartition("t", 0);

    private final OffsetLedger ledger = new OffsetLedger();

    private Long committable(long delivered) {
        OffsetAndMetadata offset =
                ledger.committable(Map.of(P, new OffsetAndMetadata(delivered))).get(P);
        return offset == null ? null : offset.offset();
    }

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 200) : LongStream.of(Long.getLong("seed"));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void onlyTheSettledPrefixIsCommittableInWhateverOrderRecordsEnd(long seed) {
        Random random = new Random(seed);
        record Open(long offset, Receipt receipt) {}
        List<Open> open = new ArrayList<>();
        long offset = 0;
        for (int step = 0; step < 300; step++) {
            if (random.nextBoolean()) {
                offset += 1 + random.nextInt(3);
                open.add(new Open(offset, ledger.accept(P, offset, Passage.UNNOTICED)));
            } else if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).receipt().settle();
            }
            long firstOpen = open.stream().mapToLong(Open::offset).min().orElse(Long.MAX_VALUE);
            Long committable = committable(offset + 1);
            if (open.isEmpty()) {
                assertThat(committable).isEqualTo(offset + 1);
            } else if (committable != null) {
                assertThat(committable).isLessThanOrEqualTo(firstOpen);
            }
        }
        Collections.shuffle(open, random);
        open.forEach(rest -> rest.receipt().settle());
        assertThat(committable(offset + 5))
                .as("records that were dropped before us count")
                .isEqualTo(offset + 5);
        assertThat(ledger.size()).isZero();
    }

    @Test
    void nothingIsSaidWhereNothingIsDone() {
        ledger.accept(P, 5, Passage.UNNOTICED);
        assertThat(committable(6)).isNull();
    }

    @Test
    void partitionsThatAreGoneAreNoLongerAwaited() {
        Receipt receipt = ledger.accept(P, 5, Passage.UNNOTICED);
        ledger.forget(List.of(P));
        assertThat(receipt.isAwaited()).isFalse();
        ledger.accept(P, 3, Passage.UNNOTICED);
        receipt.settle();
        assertThat(committable(4)).isNull();
    }

    @Test
    void offsetsThatGoBackStartAfresh() {
        Receipt first = ledger.accept(P, 5, Passage.UNNOTICED);
        Receipt second = ledger.accept(P, 5, Passage.UNNOTICED);
        first.settle();
        assertThat(first.isAwaited()).isFalse();
        assertThat(committable(6)).isNull();
        second.settle();
        assertThat(committable(6)).isEqualTo(6);
    }
}
