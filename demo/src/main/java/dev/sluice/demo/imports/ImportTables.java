package dev.sluice.demo.imports;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads the sink's tables of imports. Not thread-safe. */
final class ImportTables {
    private final CqlSession session;
    private final String keyspace;

    /** @param keyspace the sink's {@code sluice.keyspace} */
    ImportTables(CqlSession session, String keyspace) {
        this.session = session;
        this.keyspace = "\"" + keyspace.replace("\"", "\"\"") + "\".";
    }

    /**
     * All imports that run, and the latest of those that are settled; the latest first.
     *
     * @param tenant null for all
     * @param latest how many per tenant
     */
    List<Import> read(Optional<String> tenant, int latest) {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> tenants = tenant.map(List::of).orElseGet(this::tenants);
        for (String name : tenants) {
            query("SELECT * FROM " + keyspace + "imports WHERE tenant = ? LIMIT ?", name, latest)
                    .forEach(row -> rows.put(key(row), row));
        }
        for (Row running :
                query("SELECT tenant, base, import_id FROM " + keyspace + "imports_running WHERE bucket = 0")) {
            if (tenants.contains(running.getString("tenant"))) {
                query(
                                "SELECT * FROM " + keyspace + "imports WHERE tenant = ? AND base = ? AND import_id = ?",
                                running.getString("tenant"),
                                running.getLong("base"),
                                running.getString("import_id"))
                        .forEach(row -> rows.put(key(row), row));
            }
        }
        return rows.values().stream()
                .map(this::read)
                .sorted((one, other) -> Long.compare(other.base(), one.base()))
                .toList();
    }

    /** The rejected rows of an import that were kept, in the order of the file, for people. */
    List<String> errors(Import one) {
        List<String> lines = new ArrayList<>();
        query("SELECT * FROM " + keyspace + "import_errors WHERE import_id = ? AND base = ?", one.id(), one.base())
                .forEach(row -> lines.add("row " + row.getLong("ordinal") + ", line " + row.getLong("line") + ", bytes "
                        + row.getLong("byte_start") + "+" + row.getLong("byte_length") + " (" + row.getString("stage")
                        + "): " + String.join(" | ", row.getList("messages", String.class))));
        return lines;
    }

    private List<String> tenants() {
        return query("SELECT DISTINCT tenant FROM " + keyspace + "imports").stream()
                .map(row -> row.getString("tenant"))
                .sorted()
                .toList();
    }

    private Import read(Row row) {
        long rows = 0;
        long rejected = 0;
        long ordinal = 0;
        long end = 0;
        Map<String, Long> reasons = new TreeMap<>();
        for (Row stream : query(
                "SELECT ordinal, rows, rejected, position, reasons FROM " + keyspace
                        + "import_progress WHERE import_id = ? AND base = ?",
                row.getString("import_id"),
                row.getLong("base"))) {
            rows += stream.getLong("rows");
            rejected += stream.getLong("rejected");
            ordinal = Math.max(ordinal, stream.getLong("ordinal"));
            end = Math.max(end, stream.getLong("position"));
            Map<String, Long> more = new HashMap<>(stream.getMap("reasons", String.class, Long.class));
            more.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        }
        String state = row.getString("state");
        // Several tasks may read the file at once, each somewhere else: rows are counted, and taken to be of one
        // length.
        long position = ordinal == 0 ? 0 : Math.min(end, Math.round((double) rows / ordinal * end));
        return new Import(
                row.getString("tenant"),
                row.getString("import_id"),
                row.getLong("base"),
                Optional.ofNullable(row.getString("file")).orElse("?"),
                state == null ? "RUNNING" : state,
                row.getInstant("started"),
                row.getInstant("judged"),
                row.getLong("bytes"),
                row.isNull("rows_total") ? OptionalLong.empty() : OptionalLong.of(row.getLong("rows_total")),
                rows - rejected,
                rejected,
                row.getLong("rows_missing"),
                position,
                reasons);
    }

    private List<Row> query(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)).all();
    }

    private static String key(Row row) {
        return row.getString("tenant") + "/" + row.getLong("base") + "/" + row.getString("import_id");
    }
}
