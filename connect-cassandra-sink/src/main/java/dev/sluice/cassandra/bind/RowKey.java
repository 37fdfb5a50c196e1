package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.TableName;
import java.nio.ByteBuffer;

/**
 * The first cells of a row, as Cassandra compares them: its partition key, or its whole primary key. Made for every row that is planned, so
 * it copies nothing and hashes once.
 */
public final class RowKey {
    private static final int FACTOR = 31;

    private final TableName table;
    private final ByteBuffer[] cells;
    private final int size;
    private final int hash;

    /** @param size how many of the cells are the key */
    RowKey(TableName table, ByteBuffer[] cells, int size) {
        this.table = table;
        this.cells = cells;
        this.size = size;
        int sum = table.hashCode();
        for (int i = 0; i < size; i++) {
            sum = FACTOR * sum + hash(cells[i]);
        }
        this.hash = sum;
    }

    /** Most keys are numbers, and a buffer hashes byte by byte. */
    private static int hash(ByteBuffer cell) {
        return switch (cell.remaining()) {
            case Long.BYTES -> Long.hashCode(cell.getLong(cell.position()));
            case Integer.BYTES -> cell.getInt(cell.position());
            default -> cell.hashCode();
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RowKey key) || key.hash != hash || key.size != size || !key.table.equals(table)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!key.cells[i].equals(cells[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
