package dev.sluice.source.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where each block of a file's records begins, by passing all of them. It is reading's own scanner that passes, so a block begins
 * where reading, having come from the file's beginning, would go on: a proof, not a guess about quotes. One thread.
 */
public final class BlockScan {
    private final RecordScanner records;
    private final long blockRows;
    private final List<Position> starts = new ArrayList<>();
    private Position end;

    /**
     * Begins.
     *
     * @param records before the file's first data record
     * @param blockRows records of a block; the last may have fewer
     */
    public BlockScan(RecordScanner records, long blockRows) {
        this.records = records;
        this.blockRows = blockRows;
        this.end = Position.START;
        starts.add(end);
    }

    /**
     * Goes on.
     *
     * @param bytes how many to pass, about
     * @return false if there are no more
     */
    public boolean pass(long bytes) throws IOException {
        long until = records.nextByte() + bytes;
        while (records.nextByte() < until) {
            if (!records.next()) {
                return false;
            }
            if (end.ordinal() > 1 && (end.ordinal() - 1) % blockRows == 0) {
                starts.add(end);
            }
            end = records.position(end.ordinal() + 1);
        }
        return true;
    }

    /** Where the blocks begin; there is always one. The first begins at the file's start, before its header. */
    public List<Position> starts() {
        return List.copyOf(starts);
    }

    /** Behind the last record. */
    public Position end() {
        return end;
    }
}
