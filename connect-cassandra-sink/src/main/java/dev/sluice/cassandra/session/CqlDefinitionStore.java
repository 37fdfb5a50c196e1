package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.cassandra.define.DefinitionStore;
import dev.sluice.cassandra.define.TableName;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.Optional;

/** Definitions and owners of tables, in the sink's keyspace. */
final class CqlDefinitionStore implements DefinitionStore {
    private final Cql cql;
    private final String datasets;
    private final String tables;

    CqlDefinitionStore(Cql cql, SinkKeyspace keyspace) {
        this.cql = cql;
        this.datasets = keyspace.table(SinkKeyspace.DATASETS).toString();
        this.tables = keyspace.table(SinkKeyspace.TABLES).toString();
    }

    @Override
    public Optional<DatasetDefined> find(String subject, int version) {
        Row row = cql.execute("SELECT event FROM " + datasets + " WHERE subject = ? AND version = ?", subject, version)
                .one();
        return Optional.ofNullable(row).map(found -> DefinitionJson.read(found.getString("event")));
    }

    @Override
    public void remember(DatasetDefined event) {
        cql.execute(
                "INSERT INTO " + datasets + " (subject, version, tenant, dataset, keyspace_name, table_name, event) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?)",
                event.subject(),
                event.version(),
                event.tenant(),
                event.dataset(),
                event.keyspace(),
                event.table(),
                DefinitionJson.write(event));
    }

    @Override
    public DatasetId claim(TableName table, DatasetId dataset) {
        ResultSet result = cql.executeConditional(
                "INSERT INTO " + tables + " (keyspace_name, table_name, tenant, dataset) VALUES (?, ?, ?, ?) "
                        + "IF NOT EXISTS",
                table.keyspace(),
                table.table(),
                dataset.tenant().name(),
                dataset.name());
        return result.wasApplied() ? dataset : dataset(result.one());
    }

    @Override
    public void release(TableName table, DatasetId dataset) {
        cql.executeConditional(
                "DELETE FROM " + tables + " WHERE keyspace_name = ? AND table_name = ? IF tenant = ? AND dataset = ?",
                table.keyspace(),
                table.table(),
                dataset.tenant().name(),
                dataset.name());
    }

    @Override
    public Optional<DatasetId> owner(TableName table) {
        Row row = cql.executeSerial(
                        "SELECT tenant, dataset FROM " + tables + " WHERE keyspace_name = ? AND table_name = ?",
                        table.keyspace(),
                        table.table())
                .one();
        return Optional.ofNullable(row).map(CqlDefinitionStore::dataset);
    }

    private static DatasetId dataset(Row row) {
        return DatasetId.of(row.getString("tenant"), row.getString("dataset"));
    }
}
