package dev.sluice.cassandra.bind;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.sluice.cassandra.define.TableName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/** Rows to test with: table ks.name, partition key p, clustering column c, values v and w. */
public final class Rows {
    private Rows() {}

    public static Row row(String table, int p, int c, long writeTimestamp, String v) {
        return new Row(shape(table, "p", "c", "v"), new ByteBuffer[] {cell(p), cell(c), cell(v)}, writeTimestamp, null);
    }

    /** A row that also sets w; {@code unset} leaves v as it is. */
    public static Row wide(String table, int p, int c, long writeTimestamp, String v, String w) {
        ByteBuffer[] cells = {cell(p), cell(c), "unset".equals(v) ? Row.UNSET : cell(v), cell(w)};
        return new Row(shape(table, "p", "c", "v", "w"), cells, writeTimestamp, null);
    }

    public static String text(ByteBuffer cell) {
        return TypeCodecs.TEXT.decode(cell, ProtocolVersion.V4);
    }

    private static Shape shape(String table, String... columns) {
        return new Shape(new TableName("ks", table), List.of(columns), 1, 2, OptionalInt.empty());
    }

    private static ByteBuffer cell(int value) {
        return TypeCodecs.INT.encode(value, ProtocolVersion.V4);
    }

    private static ByteBuffer cell(String value) {
        return TypeCodecs.TEXT.encode(value, ProtocolVersion.V4);
    }
}
