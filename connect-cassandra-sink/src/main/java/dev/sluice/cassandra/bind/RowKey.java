package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.TableName;
import java.nio.ByteBuffer;
import java.util.List;

/** The first cells of a row, as Cassandra compares them: its partition key, or its whole primary key. */
public record RowKey(TableName table, List<ByteBuffer> cells) {}
