package dev.sluice.cassandra.plan;

import dev.sluice.cassandra.bind.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * A row to be written, with the rows that it supersedes: they count as written when it is, and come back to life should it turn out
 * that Cassandra refuses it. Confined to the task's thread.
 */
public final class Upsert {
    private final Row row;
    private final Receipt receipt;
    private List<Upsert> superseded = List.of();

    public Upsert(Row row, Receipt receipt) {
        this.row = row;
        this.receipt = receipt;
    }

    public Row row() {
        return row;
    }

    public Receipt receipt() {
        return receipt;
    }

    /** Whether this row, or one that it stands for, is still awaited. */
    public boolean isAwaited() {
        if (receipt.isAwaited()) {
            return true;
        }
        for (Upsert other : superseded) {
            if (other.isAwaited()) {
                return true;
            }
        }
        return false;
    }

    /** The row is in Cassandra, so it is as if the superseded ones had been there before. */
    public void written() {
        receipt.settle();
        superseded.forEach(Upsert::written);
    }

    /** Gives back the rows that this one stood for, in their order. */
    public List<Upsert> release() {
        List<Upsert> released = superseded;
        superseded = List.of();
        return released;
    }

    /** Stands for another row of the same key from now on. */
    void supersede(Upsert other) {
        List<Upsert> theirs = other.release();
        List<Upsert> all = theirs.isEmpty() ? new ArrayList<>() : theirs;
        all.addAll(superseded);
        all.add(other);
        superseded = all;
    }
}
