package dev.sluice.cassandra.bind;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** A row as Cassandra will store it. Immutable; nobody may move the position of a cell's buffer. */
public final class Row {
    /** Stands for a cell that is to be left as it is in the table; told from others by identity. */
    static final ByteBuffer UNSET = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Shape shape;
    private final ByteBuffer[] cells;
    private final long writeTimestamp;
    private final SinkRecord record;
    private final int bytes;

    /**
     * @param cells in the order of the shape's columns; null is null
     * @param writeTimestamp microseconds since the epoch
     * @param record where the row came from
     */
    Row(Shape shape, ByteBuffer[] cells, long writeTimestamp, SinkRecord record) {
        this.shape = shape;
        this.cells = cells;
        this.writeTimestamp = writeTimestamp;
        this.record = record;
        int sum = Long.BYTES;
        for (ByteBuffer cell : cells) {
            sum += Integer.BYTES + (cell == null ? 0 : cell.remaining());
        }
        this.bytes = sum;
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return cells.length;
    }

    public ByteBuffer cell(int column) {
        return cells[column];
    }

    /** Whether a cell is to be left as it is in the table. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isUnset(int column) {
        return cells[column] == UNSET;
    }

    public long writeTimestamp() {
        return writeTimestamp;
    }

    public SinkRecord record() {
        return record;
    }

    /** What the row adds to a request. */
    public int bytes() {
        return bytes;
    }

    public RowKey partitionKey() {
        return key(shape.partitionKeySize());
    }

    public RowKey primaryKey() {
        return key(shape.primaryKeySize());
    }

    /**
     * Whether writing this row alone leaves the table as writing the other and then this row would: same key supposed, it is not
     * the older one, and it sets every column that the other sets. A deletion undoes all that is older; a row undoes no deletion,
     * for the table may have columns that it does not set.
     */
    public boolean supersedes(Row other) {
        return writeTimestamp >= other.writeTimestamp
                && (shape.isDeletion() || (!other.shape.isDeletion() && setsOrCovers(other)));
    }

    private boolean setsOrCovers(Row other) {
        return shape.equals(other.shape) ? setsAllOf(other) : coversAllOf(other);
    }

    private boolean setsAllOf(Row other) {
        for (int i = 0; i < cells.length; i++) {
            if (isUnset(i) && !other.isUnset(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean coversAllOf(Row other) {
        List<String> columns = other.shape.columns();
        for (int i = 0; i < columns.size(); i++) {
            int mine = shape.columns().indexOf(columns.get(i));
            if (!other.isUnset(i) && (mine < 0 || isUnset(mine))) {
                return false;
            }
        }
        return true;
    }

    private RowKey key(int size) {
        return new RowKey(shape.table(), cells, size);
    }
}
