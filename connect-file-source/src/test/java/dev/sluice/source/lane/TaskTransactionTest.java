package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.source.MovableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.junit.jupiter.api.Test;

class TaskTransactionTest {
    private static final List<SourceRecord> RECORDS = List.of(new SourceRecord(Map.of(), Map.of(), "t", null, null));

    private final List<String> asked = new ArrayList<>();
    private final MovableClock clock = new MovableClock();
    private final TaskTransaction transaction = new TaskTransaction(
            Optional.of(new TransactionContext() {
                @Override
                public void commitTransaction() {
                    asked.add("commit");
                }

                @Override
                public void commitTransaction(SourceRecord record) {
                    asked.add("commit of a record");
                }

                @Override
                public void abortTransaction() {
                    asked.add("abort");
                }

                @Override
                public void abortTransaction(SourceRecord record) {
                    asked.add("abort of a record");
                }
            }),
            new TaskTransaction.Bounds(10, 100),
            clock);

    @Test
    void everyPollIsCommitted() {
        transaction.behind(RECORDS);
        transaction.behind(List.of());
        transaction.behind(RECORDS);
        assertThat(asked).containsExactly("commit", "commit");
    }

    @Test
    void nothingIsCommittedBeforeTheEnd() {
        transaction.begin();
        transaction.behind(RECORDS);
        transaction.behind(List.of());
        assertThat(transaction.isOpen()).isTrue();
        assertThat(asked).isEmpty();
        transaction.end();
        transaction.behind(RECORDS);
        assertThat(asked).containsExactly("commit");
    }

    @Test
    void anAbortIsAskedForOnceAndOnlyIfThereIsSomething() {
        transaction.begin();
        transaction.abort();
        transaction.behind(RECORDS);
        assertThat(asked).as("these are others' records").containsExactly("commit");
        asked.clear();
        transaction.begin();
        transaction.behind(RECORDS);
        transaction.abort();
        transaction.behind(List.of());
        transaction.behind(List.of());
        assertThat(asked).containsExactly("abort");
    }

    @Test
    void nobodysRecordsAreLostWithAnAbort() {
        transaction.begin();
        transaction.behind(RECORDS);
        transaction.abort();
        assertThatThrownBy(() -> transaction.behind(RECORDS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void boundsAreInclusive() {
        transaction.begin();
        assertThat(transaction.isTooLarge(10)).isFalse();
        assertThat(transaction.isTooLarge(11)).isTrue();
        clock.advance(100);
        assertThat(transaction.isTooSlow()).isFalse();
        clock.advance(1);
        assertThat(transaction.isTooSlow()).isTrue();
    }

    @Test
    void withoutAContextNothingIsAtomic() {
        TaskTransaction none = new TaskTransaction(Optional.empty(), new TaskTransaction.Bounds(10, 10), clock);
        assertThat(none.isWanted()).isFalse();
        assertThat(none.behind(RECORDS)).isSameAs(RECORDS);
    }
}
