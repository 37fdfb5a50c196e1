package dev.sluice.demo;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads Cassandra's tables; never through the sink. */
public final class Tables implements AutoCloseable {
    private final CqlSession session;

    public Tables(InetSocketAddress contactPoint, String localDatacenter) {
        session = CqlSession.builder()
                .addContactPoint(contactPoint)
                .withLocalDatacenter(localDatacenter)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(60))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, 2000)
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                        .build())
                .build();
    }

    /** Names of a table's columns and their CQL types. */
    public Map<String, String> columns(String keyspace, String table) {
        Map<String, String> columns = new LinkedHashMap<>();
        session.refreshSchema()
                .getKeyspace("\"" + keyspace + "\"")
                .flatMap(metadata -> metadata.getTable("\"" + table + "\""))
                .orElseThrow(() -> new IllegalArgumentException("no table " + keyspace + "." + table))
                .getColumns()
                .forEach((name, column) ->
                        columns.put(name.asInternal(), column.getType().asCql(false, false)));
        return columns;
    }

    /** Number of rows, counted one by one. */
    public long count(String keyspace, String table) {
        long[] count = new long[1];
        forEach(select("*", keyspace, table), row -> count[0]++);
        return count[0];
    }

    /** All rows, each as its columns' values by name. */
    public List<Map<String, Object>> rows(String keyspace, String table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        forEachRow(keyspace, table, rows::add);
        return rows;
    }

    /** Calls back for each row, without keeping any. */
    public void forEachRow(String keyspace, String table, Consumer<Map<String, Object>> consumer) {
        forEach(select("*", keyspace, table), row -> consumer.accept(values(row)));
    }

    /** The rows that a query yields. */
    public List<Map<String, Object>> query(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)).all().stream()
                .map(Tables::values)
                .toList();
    }

    private static String select(String what, String keyspace, String table) {
        return "SELECT " + what + " FROM \"" + keyspace + "\".\"" + table + "\"";
    }

    private void forEach(String cql, Consumer<Row> consumer) {
        session.execute(SimpleStatement.newInstance(cql)).forEach(consumer);
    }

    private static Map<String, Object> values(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        row.getColumnDefinitions()
                .forEach(column -> values.put(
                        column.getName().asInternal(),
                        // The driver makes an empty collection of a null.
                        row.isNull(column.getName()) ? null : row.getObject(column.getName())));
        return values;
    }

    @Override
    public void close() {
        session.close();
    }
}
