package dev.sluice.cassandra.define;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.time.Instant;
import java.util.List;

/** Definitions to test with. */
public final class Definition {
    private Definition() {}

    /** An event of tenant t, dataset d, table tab, with the fields of an Avro record as JSON. */
    public static DatasetDefined of(
            int version, String keyspace, List<String> partition, List<String> clustering, String fields) {
        return of("d", version, keyspace, partition, clustering, fields);
    }

    public static DatasetDefined of(
            String dataset,
            int version,
            String keyspace,
            List<String> partition,
            List<String> clustering,
            String fields) {
        String schema = "{\"type\": \"record\", \"name\": \"t.tab\", \"fields\": [" + fields + "]}";
        return event(dataset, version, keyspace, partition, clustering, schema);
    }

    public static DatasetDefined event(
            String dataset,
            int version,
            String keyspace,
            List<String> partition,
            List<String> clustering,
            String schema) {
        return new DatasetDefined(
                DatasetId.of("t", dataset),
                Instant.ofEpochMilli(version),
                "d.dataset.json",
                "tab",
                version,
                keyspace,
                partition,
                clustering,
                schema);
    }

    /** A field whose values come as ciphertext, as JSON. */
    public static String encrypted(String name, String type, String kind) {
        return "{\"name\": \"" + name + "\", \"sluice.encrypt\": \"" + kind + "\", \"type\": " + type + "}";
    }

    /** A field as JSON. */
    public static String field(String name, String type) {
        return "{\"name\": \"" + name + "\", \"type\": " + type + "}";
    }
}
