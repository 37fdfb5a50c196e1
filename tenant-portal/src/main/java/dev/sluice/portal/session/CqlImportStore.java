package dev.sluice.portal.session;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.follow.Import;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.follow.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads the sink's tables of imports. Every query names the tenant, or an import that was found by one which does. Any thread. */
public final class CqlImportStore implements ImportStore {
    private final CassandraLink link;

    public CqlImportStore(CassandraLink link) {
        this.link = link;
    }

    /** What the partitions have counted, put together. */
    private record Counted(long rows, long rejected, long ordinal, long position, Map<String, Long> reasons) {}

    /**
     * Whoever has imports that are remembered.
     *
     * @throws UnavailableException if Cassandra does not answer
     */
    public List<Tenant> tenants() {
        return link.query("SELECT DISTINCT tenant FROM " + link.table("imports")).stream()
                .map(row -> new Tenant(row.getString("tenant")))
                .toList();
    }

    @Override
    public List<Import> latest(Tenant tenant, int most) {
        Map<String, Row> rows = new LinkedHashMap<>();
        // In this order: an import that is settled in between is in the second answer.
        List<Row> running = link.query(
                "SELECT base, import_id FROM " + link.table("imports_running") + " WHERE bucket = 0 AND tenant = ?",
                tenant.name());
        link.query("SELECT * FROM " + link.table("imports") + " WHERE tenant = ? LIMIT ?", tenant.name(), most)
                .forEach(row -> rows.put(key(row), row));
        for (Row one : running) {
            if (!rows.containsKey(key(one))) {
                link.query(
                                "SELECT * FROM " + link.table("imports")
                                        + " WHERE tenant = ? AND base = ? AND import_id = ?",
                                tenant.name(),
                                one.getLong("base"),
                                one.getString("import_id"))
                        .forEach(row -> rows.put(key(row), row));
            }
        }
        return rows.values().stream()
                .map(row -> read(row, false))
                .sorted(Comparator.comparingLong(Import::base).reversed())
                .toList();
    }

    @Override
    public Optional<Import> find(Tenant tenant, String id) {
        // Filters within the tenant's own partition; the latest comes first.
        return link
                .query(
                        "SELECT * FROM " + link.table("imports")
                                + " WHERE tenant = ? AND import_id = ? LIMIT 1 ALLOW FILTERING",
                        tenant.name(),
                        id)
                .stream()
                .findFirst()
                .map(row -> read(row, true));
    }

    @Override
    public List<Example> examples(Import of, int most) {
        List<Example> examples = new ArrayList<>();
        link.query(
                        "SELECT ordinal, line, stage, codes, columns, messages FROM " + link.table("import_errors")
                                + " WHERE import_id = ? AND base = ? LIMIT ?",
                        of.id(),
                        of.base(),
                        most)
                .forEach(row -> examples.add(
                        new Example(row.getLong("ordinal"), row.getLong("line"), row.getString("stage"), faults(row))));
        return examples;
    }

    private static List<Example.Fault> faults(Row row) {
        List<String> codes = row.getList("codes", String.class);
        List<String> columns = row.getList("columns", String.class);
        List<String> messages = row.getList("messages", String.class);
        List<Example.Fault> faults = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            faults.add(new Example.Fault(
                    codes.get(i), Optional.of(columns.get(i)).filter(name -> !name.isEmpty()), messages.get(i)));
        }
        return faults;
    }

    /**
     * An import.
     *
     * @param full whether to read what its partitions have counted even if the sum is known
     */
    private Import read(Row row, boolean full) {
        State state =
                Optional.ofNullable(row.getString("state")).map(State::valueOf).orElse(State.RUNNING);
        boolean isSummed = !row.isNull("rows_accepted") && !state.isUnderWay();
        Counted counted = isSummed && !full ? summed(row) : counted(row);
        return new Import(
                row.getString("tenant"),
                row.getString("import_id"),
                row.getLong("base"),
                Optional.ofNullable(row.getString("dataset")).orElse("?"),
                Optional.ofNullable(row.getString("table_name")).orElse("?"),
                row.getInt("version"),
                Optional.ofNullable(row.getString("file")).orElse("?"),
                state,
                Optional.ofNullable(row.getInstant("started")),
                Optional.ofNullable(row.getInstant("judged")).or(() -> Optional.ofNullable(row.getInstant("ended"))),
                row.getLong("bytes"),
                row.isNull("rows_total") ? OptionalLong.empty() : OptionalLong.of(row.getLong("rows_total")),
                counted.rows() - counted.rejected(),
                counted.rejected(),
                row.getLong("rows_missing"),
                counted.ordinal(),
                counted.position(),
                Optional.ofNullable(row.getString("failure")),
                counted.reasons());
    }

    private static Counted summed(Row row) {
        long rejected = row.getLong("rows_rejected");
        return new Counted(row.getLong("rows_accepted") + rejected, rejected, 0, 0, Map.of());
    }

    private Counted counted(Row row) {
        long rows = 0;
        long rejected = 0;
        long ordinal = 0;
        long position = 0;
        Map<String, Long> reasons = new TreeMap<>();
        for (Row stream : link.query(
                "SELECT rows, rejected, ordinal, position, reasons FROM " + link.table("import_progress")
                        + " WHERE import_id = ? AND base = ?",
                row.getString("import_id"),
                row.getLong("base"))) {
            rows += stream.getLong("rows");
            rejected += stream.getLong("rejected");
            if (stream.getLong("position") > position) {
                ordinal = stream.getLong("ordinal");
                position = stream.getLong("position");
            }
            stream.getMap("reasons", String.class, Long.class)
                    .forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        }
        return new Counted(rows, rejected, ordinal, position, reasons);
    }

    private static String key(Row row) {
        return row.getLong("base") + "/" + row.getString("import_id");
    }
}
