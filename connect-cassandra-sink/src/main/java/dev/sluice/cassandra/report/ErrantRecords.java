package dev.sluice.cassandra.report;

import dev.sluice.cassandra.bind.Coordinates;
import dev.sluice.cassandra.plan.Receipt;
import dev.sluice.contract.SluiceHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands refused records to Connect's errant record reporter. A record is done with when its report is, not before: Connect waits for
 * reports before it asks for offsets, so it would not wait for those made in between. Confined to the task's thread.
 */
public final class ErrantRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ErrantRecords.class);

    private record Report(Future<?> future, SinkRecord record, Receipt receipt, String reason) {}

    private final ErrantRecordReporter reporter;
    private final TaskNumbers numbers;
    private final Deque<Report> pending = new ArrayDeque<>();

    /** @param reporter null where the operator has configured none */
    public ErrantRecords(ErrantRecordReporter reporter, TaskNumbers numbers) {
        this.reporter = reporter;
        this.numbers = numbers;
    }

    /**
     * Reports a record, whose receipt is settled once the report has arrived. An event carries no data: with nobody to report to
     * it is passed with a warning, so that one tenant's bad definition never stops the others.
     *
     * @throws ConnectException if there is nobody to report to
     */
    public void report(SinkRecord record, Throwable error, Receipt receipt) {
        String message = "record (where='" + Coordinates.of(record) + "') was refused: " + error.getMessage();
        boolean isEvent = SluiceHeaders.isEvent(record.headers());
        if (isEvent) {
            LOG.warn("{}. Its rows will be refused until that is corrected.", message);
        }
        if (reporter == null && isEvent) {
            receipt.settle();
            return;
        }
        if (reporter == null) {
            throw new ConnectException(
                    message
                            + "; the task stops, for the record must not be lost. Correct the cause, or set 'errors.tolerance' to "
                            + "'all' and 'errors.deadletterqueue.topic.name' to keep such records aside.",
                    error);
        }
        numbers.refused();
        pending.add(new Report(
                reporter.report(record, new DataException(message, error)), record, receipt, error.getMessage()));
    }

    /** Settles what has been reported since. Never blocks. */
    public void settle() {
        while (!pending.isEmpty() && pending.peekFirst().future().isDone()) {
            Report report = pending.pollFirst();
            try {
                report.future().get();
            } catch (ExecutionException e) {
                throw new ConnectException(
                        "record (where='" + Coordinates.of(report.record())
                                + "') could not be reported; the task stops, for the record must not be lost. "
                                + "Look at the dead letter queue's topic, then restart the task.",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                pending.addFirst(report);
                return;
            }
            report.receipt().refuse(String.valueOf(report.reason()));
        }
    }

    public boolean isIdle() {
        return pending.isEmpty();
    }
}
