package dev.sluice.cassandra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cassandra.plan.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class ErrantRecordsTest {
    private static final SinkRecord RECORD = new SinkRecord("rows", 3, null, null, null, "value", 42);
    private final DataException fault = new DataException("too long");

    private final List<String> told = new ArrayList<>();
    private final Receipt receipt = new Receipt() {
        @Override
        public boolean isAwaited() {
            return true;
        }

        @Override
        public void settle() {
            told.add("settled");
        }

        @Override
        public void refuse(String reason) {
            told.add("refused: " + reason);
        }
    };

    @Test
    void aRecordIsDoneWithWhenItsReportHasArrived() {
        CompletableFuture<Void> report = new CompletableFuture<>();
        ErrantRecords errant = new ErrantRecords((record, error) -> report, new TaskNumbers());

        errant.report(RECORD, fault, receipt);
        errant.settle();
        assertThat(told).isEmpty();
        assertThat(errant.isIdle()).isFalse();

        report.complete(null);
        errant.settle();
        assertThat(told).containsExactly("refused: too long");
        assertThat(errant.isIdle()).isTrue();
    }

    @Test
    void aReportThatDoesNotArriveStopsTheTaskAndSettlesNothing() {
        ErrantRecords errant = new ErrantRecords(
                (record, error) -> CompletableFuture.failedFuture(new TopicAuthorizationException("load-error")),
                new TaskNumbers());

        errant.report(RECORD, fault, receipt);

        assertThatThrownBy(errant::settle)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("rows-3@42")
                .hasMessageContaining("could not be reported; the task stops, for the record must not be lost")
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void withNobodyToReportToTheTaskStops() {
        ErrantRecords errant = new ErrantRecords(null, new TaskNumbers());

        assertThatThrownBy(() -> errant.report(RECORD, fault, receipt))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("errors.deadletterqueue.topic.name")
                .hasCause(fault);
        assertThat(told).isEmpty();
    }
}
