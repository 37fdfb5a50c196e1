package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
import dev.sluice.cassandra.define.Catalog;
import dev.sluice.cassandra.define.CqlTypes;
import dev.sluice.cassandra.define.LivingTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads records of plain topics by the tables that are there. A table is looked at anew once a while, so that a column that an
 * operator adds is seen. Confined to the task's thread.
 */
public final class PlainReader {
    private static final long LOOK_AGAIN_MILLIS = 10_000;

    private record Seen(PlainBinder binder, DataException error, long until) {}

    private final Map<String, PlainTopic> topics;
    private final Catalog catalog;
    private final LongSupplier clock;
    private final Map<String, Seen> seen = new HashMap<>();

    /** @param clock milliseconds that only grow */
    public PlainReader(Map<String, PlainTopic> topics, Catalog catalog, LongSupplier clock) {
        this.topics = Map.copyOf(topics);
        this.catalog = catalog;
        this.clock = clock;
    }

    boolean reads(SinkRecord record) {
        return !topics.isEmpty() && topics.containsKey(record.originalTopic());
    }

    /** Throws what Cassandra's driver throws where a table has to be looked at. */
    Reading read(SinkRecord record) {
        Seen table = seen.get(record.originalTopic());
        if (table == null || clock.getAsLong() >= table.until()) {
            table = look(topics.get(record.originalTopic()));
            seen.put(record.originalTopic(), table);
        }
        if (table.error() != null) {
            return new Errant(table.error(), Optional.empty());
        }
        try {
            return new Bound(table.binder().bind(record), Optional.empty());
        } catch (DataException e) {
            return new Errant(e, Optional.empty());
        }
    }

    private Seen look(PlainTopic topic) {
        long until = clock.getAsLong() + LOOK_AGAIN_MILLIS;
        Optional<LivingTable> table = catalog.find(topic.table());
        if (table.isEmpty()) {
            DataException missing = new DataException("table (where='" + topic.table()
                    + "') does not exist; the record was not written. Create the table, then replay the record");
            return new Seen(null, missing, until);
        }
        try {
            String keyspace = topic.table().keyspace();
            CqlTypes types = new CqlTypes(keyspace, catalog.types(keyspace));
            return new Seen(new PlainBinder(topic, table.get(), types), null, until);
        } catch (DataException e) {
            return new Seen(null, e, until);
        }
    }
}
