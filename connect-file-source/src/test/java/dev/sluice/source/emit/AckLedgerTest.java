package dev.sluice.source.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.split.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AckLedgerTest {
    private final AtomicInteger signals = new AtomicInteger();
    private final AckLedger ledger = new AckLedger("errors", signals::incrementAndGet, new AckLedger.Counts(10, 1, 0));

    private List<TrackedRecord> batch(int first, int rows) {
        AckLedger.Batch batch = ledger.batch();
        List<TrackedRecord> records = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            records.add(new TrackedRecord(
                    Map.of(),
                    Map.of(),
                    "rows",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    batch,
                    new RowPosition(first + i, 1, 1, 1)));
        }
        batch.close(rows, new Position(0, 0, first + rows));
        return records;
    }

    private static RecordMetadata in(String topic) {
        return new RecordMetadata(new TopicPartition(topic, 0), 0, 0, 0, 0, 0);
    }

    @Test
    void goesOnInOrderOfBatchesWhateverTheOrderOfAcknowledgements() {
        List<TrackedRecord> first = batch(1, 2);
        List<TrackedRecord> second = batch(3, 1);
        second.get(0).committed(in("errors"));
        first.get(1).committed(in("rows"));
        assertThat(ledger.progress().upTo()).isEmpty();
        assertThat(ledger.isSettled()).isFalse();
        first.get(0).committed(in("rows"));
        assertThat(ledger.progress().upTo()).contains(new Position(0, 0, 4));
        assertThat(ledger.isSettled()).isTrue();
        assertThat(ledger.counts()).isEqualTo(new AckLedger.Counts(12, 2, 0));
        assertThat(signals).hasValue(2);
    }

    @Test
    void givesEachRejectedRowOnce() {
        List<TrackedRecord> records = batch(1, 2);
        records.get(1).committed(in("errors"));
        assertThat(ledger.progress().rejected()).containsExactly(new RowPosition(2, 1, 1, 1));
        assertThat(ledger.progress().rejected()).isEmpty();
    }

    @Test
    void nothingBehindALostRowIsEverSkipped() {
        List<TrackedRecord> first = batch(1, 1);
        List<TrackedRecord> second = batch(2, 1);
        first.get(0).committed(null);
        second.get(0).committed(in("rows"));
        assertThat(ledger.progress().upTo()).isEmpty();
        assertThat(ledger.isSettled()).isTrue();
        assertThat(ledger.counts().lost()).isEqualTo(1);
    }

    @Test
    void countsRightWhileThePollThreadLooks() throws InterruptedException {
        int batches = 200;
        List<TrackedRecord> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            all.addAll(batch(1 + i * 10, 10));
        }
        Collections.shuffle(all, new Random(1));
        CountDownLatch started = new CountDownLatch(1);
        Thread producer = new Thread(() -> {
            started.countDown();
            for (TrackedRecord record : all) {
                record.committed(in(record.row().ordinal() % 3 == 0 ? "errors" : "rows"));
            }
        });
        producer.start();
        started.await();
        List<RowPosition> rejected = new ArrayList<>();
        long upTo = 0;
        while (upTo < batches * 10L + 1) {
            AckLedger.Progress progress = ledger.progress();
            rejected.addAll(progress.rejected());
            upTo = progress.upTo().map(Position::ordinal).orElse(upTo);
            long known = upTo;
            long ordinalsBefore = (known - 1) / 3;
            assertThat(rejected.stream().filter(row -> row.ordinal() < known).count())
                    .isEqualTo(known == 0 ? 0 : ordinalsBefore);
        }
        producer.join();
        assertThat(ledger.counts()).isEqualTo(new AckLedger.Counts(10 + 1334, 1 + 666, 0));
    }
}
