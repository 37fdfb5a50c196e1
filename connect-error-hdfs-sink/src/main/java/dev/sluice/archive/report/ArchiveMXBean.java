package dev.sluice.archive.report;

import java.util.Map;

/** What one task of the error archive has done since it started, and how it is at the moment. */
public interface ArchiveMXBean {
    /** Topic-partitions that the task owns. */
    int getPartitions();

    /** Topic-partitions that are not written at the moment, and what they wait for. */
    Map<String, String> getWaiting();

    /**
     * Tenants' directories that take no files, and what is waited for. Their rows are archived in the overflow; nobody else is held
     * up.
     */
    Map<String, String> getRefusing();

    /** Files that went into the overflow, because their own directories did not take them. */
    long getFilesDiverted();

    /** Files that were brought home from the overflow. */
    long getFilesBroughtHome();

    /** Streams to the file system. */
    int getOpenFiles();

    /** Heap that rows take which are not yet written, in bytes. */
    long getBufferedBytes();

    /** Records archived; events are not. */
    long getRecordsArchived();

    /** Files that got their final name, summaries included. */
    long getFilesArchived();

    /** Bytes of these files. */
    long getBytesArchived();

    /** Commits, by what made them due. */
    Map<String, Long> getRotationsByReason();

    /** Mean duration of a commit, in milliseconds. */
    double getCommitMeanMs();

    /** Duration of the slowest commit, in milliseconds. */
    long getCommitMaxMs();

    /** Duration of the last commit, in milliseconds. */
    long getCommitLastMs();

    /** Failures of the file system, by what was waited for. */
    Map<String, Long> getFailuresByTrouble();

    /** How often another task took a partition over that this one thought its own. */
    long getTimesFenced();

    /** Milliseconds since the oldest record of each tenant that is not yet in the archive was written to Kafka. */
    Map<String, Long> getLagMsByTenant();

    /** Small files that were merged into larger ones. */
    long getFilesMerged();
}
