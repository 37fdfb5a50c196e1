package dev.sluice.it.story.check;

import dev.sluice.contract.ImportContext;
import dev.sluice.demo.Tables;
import dev.sluice.it.story.model.SequentialModel;
import dev.sluice.it.story.model.TableModel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads Cassandra alone: tables cell for cell, and what the sink says of imports. Not thread-safe. */
public final class CassandraCheck {
    private final Tables tables;
    private final Differences differences = new Differences();

    public CassandraCheck(Tables tables) {
        this.tables = tables;
    }

    /** States of all imports of some tenants, by {@code tenant/file}. */
    public Map<String, String> states(Collection<String> tenants) {
        Map<String, String> states = new TreeMap<>();
        for (String tenant : tenants) {
            imports(tenant)
                    .forEach(row -> states.put(tenant + "/" + row.get("file"), String.valueOf(row.get("state"))));
        }
        return states;
    }

    private List<Map<String, Object>> imports(String tenant) {
        return tables.query("SELECT * FROM sluice.imports WHERE tenant = ?", tenant);
    }

    /** All tables are as the model says. */
    public void assertTables(String keyspace, SequentialModel model) {
        model.tables().forEach((name, table) -> compare(keyspace, name, table));
        differences.assertNone();
    }

    private void compare(String keyspace, String name, TableModel table) {
        Set<List<Object>> missing = new HashSet<>(table.rows().keySet());
        tables.forEachRow(keyspace, name, row -> {
            List<Object> key = new ArrayList<>();
            table.shape().key().forEach(column -> key.add(row.get(column)));
            Map<String, Object> expected = table.rows().get(key);
            if (expected == null) {
                differences.add(name + key + " must not be there: " + row);
                return;
            }
            missing.remove(key);
            Set<String> columns = new HashSet<>(row.keySet());
            columns.addAll(expected.keySet());
            columns.forEach(column ->
                    differences.same(expected.get(column), row.get(column), name + key + ", column " + column));
        });
        missing.forEach(key ->
                differences.add(name + key + " is missing: " + table.rows().get(key)));
    }

    /**
     * All imports are complete with the model's numbers, and there are no others.
     *
     * @param contexts by {@code tenant/file}, as the topics have it
     */
    public void assertImports(Collection<String> tenants, SequentialModel model, Map<String, ImportContext> contexts) {
        Map<String, SequentialModel.Import> expected = new HashMap<>(model.imports());
        for (String tenant : tenants) {
            for (Map<String, Object> row : imports(tenant)) {
                String file = tenant + "/" + row.get("file");
                SequentialModel.Import one = expected.remove(file);
                if (one == null) {
                    differences.add(file + " must not be there, or not twice: " + row);
                } else {
                    differences.same(numbers(one, contexts.get(file)), read(row), file);
                    differences.same(one.outcome().rows(), counted(contexts.get(file)), file + ", rows in progress");
                }
            }
        }
        expected.keySet().forEach(file -> differences.add(file + " is missing in imports"));
        differences.assertNone();
    }

    private static Map<String, Object> numbers(SequentialModel.Import one, ImportContext context) {
        byte[] bytes = one.upload().bytes();
        Map<String, Object> numbers = new TreeMap<>();
        numbers.put("import_id", context.importId());
        numbers.put("base", context.writeTimestampBase());
        numbers.put("dataset", one.upload().dataset());
        numbers.put("table_name", one.outcome().table());
        numbers.put("version", one.outcome().version());
        numbers.put("state", "COMPLETED");
        numbers.put("bytes", (long) bytes.length);
        numbers.put("sha256", sha256(bytes));
        numbers.put("rows_total", one.outcome().rows());
        numbers.put("rows_accepted", one.outcome().rows() - one.outcome().rejected());
        numbers.put("rows_rejected", one.outcome().rejected());
        numbers.put("rows_missing", 0L);
        return numbers;
    }

    private static Map<String, Object> read(Map<String, Object> row) {
        Map<String, Object> numbers = new TreeMap<>();
        List.of(
                        "import_id",
                        "base",
                        "dataset",
                        "table_name",
                        "version",
                        "state",
                        "bytes",
                        "sha256",
                        "rows_total",
                        "rows_accepted",
                        "rows_rejected",
                        "rows_missing")
                .forEach(column -> numbers.put(column, row.get(column)));
        return numbers;
    }

    private long counted(ImportContext context) {
        return tables
                .query(
                        "SELECT rows FROM sluice.import_progress WHERE import_id = ? AND base = ?",
                        context.importId(),
                        context.writeTimestampBase())
                .stream()
                .mapToLong(row -> (Long) row.get("rows"))
                .sum();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
