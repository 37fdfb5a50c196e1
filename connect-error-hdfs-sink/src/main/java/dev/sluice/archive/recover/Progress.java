package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.RollPolicy;
import java.util.Map;
import java.util.SortedMap;

/** Hears what the archive does. Called on the task thread; must not block. */
public interface Progress {
    /** For who does not care. */
    Progress NONE = new Progress() {
        @Override
        public void committed(Commit commit) {}

        @Override
        public void diverted(int files) {}

        @Override
        public void failed(Trouble trouble) {}

        @Override
        public void fenced() {}

        @Override
        public void now(Moment moment) {}
    };

    /**
     * One committed part.
     *
     * @param records archived, events not counted
     * @param bytes of all files
     * @param millis from the first step of the commit to the last
     */
    record Commit(RollPolicy.Reason reason, long records, int files, long bytes, long millis) {}

    /**
     * What the archive is like at one moment; told about once a second. Immutable.
     *
     * @param waiting partitions that are not written, and what for
     * @param refusing directories that take no files, and what for
     * @param oldestByTenant milliseconds since the epoch, when each tenant's oldest uncommitted record was written to Kafka
     */
    record Moment(
            int partitions,
            int openFiles,
            long bufferedBytes,
            SortedMap<String, String> waiting,
            SortedMap<String, String> refusing,
            Map<String, Long> oldestByTenant) {}

    void committed(Commit commit);

    /** So many files went into the overflow, because their own directories did not take them. */
    void diverted(int files);

    /** A partition's archive failed, and waits. */
    void failed(Trouble trouble);

    /** Another writer has taken a partition over. */
    void fenced();

    void now(Moment moment);
}
