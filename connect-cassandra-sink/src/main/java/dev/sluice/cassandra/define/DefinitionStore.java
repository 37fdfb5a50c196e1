package dev.sluice.cassandra.define;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.Optional;

/** The port to what the sink remembers in its own keyspace. Every method may throw what the driver throws. */
public interface DefinitionStore {
    Optional<DatasetDefined> find(String subject, int version);

    void remember(DatasetDefined event);

    /** Makes a table the dataset's unless it belongs to one already; answers to whom it belongs. */
    DatasetId claim(TableName table, DatasetId dataset);

    /** Gives up a claim of the dataset's, of a table that was never made. */
    void release(TableName table, DatasetId dataset);

    /** To whom a table belongs. */
    Optional<DatasetId> owner(TableName table);
}
