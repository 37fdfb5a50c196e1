package dev.sluice.source.report;

import java.util.Map;

/** What JMX shows of one dataset, since its task has started. {@code docs/metrics.md} explains every attribute. */
public interface DatasetMetricsMXBean {
    long getRowsRead();

    long getRowsAccepted();

    long getRowsRejected();

    long getRowsLost();

    long getBytesRead();

    long getFilesCompleted();

    long getFilesFailed();

    long getFilesRefused();

    Map<String, Long> getViolationsByCode();

    Map<String, Long> getRefusalsByCode();

    long getFilesWaiting();

    long getOldestWaitingSeconds();

    String getCurrentFile();

    long getCurrentFileBytes();

    long getCurrentFileBytesRead();
}
