package dev.sluice.validate;

import dev.sluice.bench.Shape;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.validate.schema.SchemaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Rows of a dataset as the file source makes them, the same for the same seed; good ones, and ones with two bad numbers. */
record BenchmarkRows(
        Shape shape, String schema, String rules, String costlyRules, List<String> badColumns, List<String> sensitive) {
    /** 11 columns, 80 bytes: carrier-wide telemetry. */
    static final BenchmarkRows TELEMETRY =
            new BenchmarkRows(Shape.TELEMETRY, """
            {"type": "record", "name": "rows", "namespace": "client_a",
             "sluice.primary_key": ["PROVINCECODE", "DEVICEID", "ONUID"]%s,
             "fields": [
              {"name": "PROVINCECODE", "type": "string"}, {"name": "DEVICEID", "type": "string"},
              {"name": "IFINDEX", "type": "long"}, {"name": "FRAME", "type": "int"}, {"name": "SLOT", "type": "int"},
              {"name": "PORT", "type": "int"}, {"name": "ONUINDEX", "type": "int"}, {"name": "ONUID", "type": "string"},
              {"name": "TIME", "type": "string"}, {"name": "SPEEDIN", "type": "double"},
              {"name": "SPEEDOUT", "type": "double"}]}""", """
            [{"type": "expression", "expression": "SPEEDIN >= 0.0 && SPEEDOUT <= 1000000000.0"},
             {"type": "expression", "expression": "PROVINCECODE == 'HKD' || PROVINCECODE.startsWith('H')"},
             {"type": "expression", "expression": "FRAME >= 0 && SLOT < 100 && PORT + ONUINDEX < 1000"}]""", """
            [{"type": "expression", "expression": "DEVICEID.matches('^[0-9]{13}$')"},
             {"type": "expression", "expression": "SPEEDIN + SPEEDOUT < 1e12"},
             {"type": "expression", "expression": "size(ONUID) == 21"}]""", List.of("FRAME", "SPEEDIN"), List.of("IFINDEX", "TIME"));

    /** 15 columns, 590 bytes: product reviews. */
    static final BenchmarkRows REVIEWS = new BenchmarkRows(
            Shape.REVIEWS, """
            {"type": "record", "name": "rows", "namespace": "client_b", "sluice.primary_key": ["product_id", "review_id"]%s,
             "fields": [
              {"name": "marketplace", "type": "string"}, {"name": "customer_id", "type": "long"},
              {"name": "review_id", "type": "string"}, {"name": "product_id", "type": "string"},
              {"name": "product_parent", "type": "long"}, {"name": "product_title", "type": "string"},
              {"name": "product_category", "type": "string"}, {"name": "star_rating", "type": "int"},
              {"name": "helpful_votes", "type": "int"}, {"name": "total_votes", "type": "int"},
              {"name": "vine", "type": "string"}, {"name": "verified_purchase", "type": "string"},
              {"name": "review_headline", "type": ["null", "string"], "default": null},
              {"name": "review_body", "type": ["null", "string"], "default": null},
              {"name": "review_date", "type": {"type": "int", "logicalType": "date"}}]}""", """
            [{"type": "expression", "expression": "star_rating >= 1 && star_rating <= 5"},
             {"type": "expression", "expression": "helpful_votes <= total_votes"},
             {"type": "expression", "expression": "vine in ['Y', 'N'] && verified_purchase in ['Y', 'N']"}]""", """
            [{"type": "expression", "expression": "review_id.matches('^R')"},
             {"type": "expression", "expression": "product_title.contains('Bluetooth')"},
             {"type": "expression", "expression": "size(review_body) < 10000"}]""", List.of("star_rating", "total_votes"), List.of("customer_id", "review_body"));

    static final int ROWS = 1_024;
    private static final long SEED = 4;

    /** Names of the columns, in order. */
    List<String> columns() {
        return shape.columns();
    }

    /** Raw records, all of one import, as a task has them in hand. */
    List<SourceRecord> records(boolean bad) {
        Random random = new Random(SEED);
        ImportContext context = new ImportContext(
                DatasetId.of(tenant(), "rows"), "0123456789abcdef0123", "rows", 1, 1_700_000_000_000_000L);
        String encoded = context.encode();
        SchemaBuilder builder = SchemaBuilder.struct().name(SchemaProperties.rawName(context.subject()));
        List<String> columns = columns();
        columns.forEach(column -> builder.field(column, Schema.OPTIONAL_STRING_SCHEMA));
        Schema raw = builder.build();
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<String> texts = shape.row(random);
            Struct row = new Struct(raw);
            for (int c = 0; c < columns.size(); c++) {
                row.put(
                        raw.fields().get(c),
                        bad && badColumns.contains(columns.get(c)) ? "x" + texts.get(c) : texts.get(c));
            }
            records.add(new SourceRecord(
                    Map.of("file", "rows.csv"),
                    Map.of("position", i),
                    "validated-input",
                    null,
                    null,
                    null,
                    raw,
                    row,
                    1_700_000_000_000L,
                    SluiceHeaders.ofRawRow(
                            encoded, new RowPosition(i + 1, i + 2, 80L * i, 80), "rows.csv", String.join(",", texts))));
        }
        return records;
    }

    /** The Registry: one version, with rules. */
    SchemaSource source(String withRules) {
        return of(schema.formatted(", \"" + SchemaProperties.RULES + "\": " + withRules));
    }

    /** The same without rules, two columns of it encrypted. */
    SchemaSource encrypted(String kind) {
        String avro = schema.formatted("");
        for (String column : sensitive) {
            avro = avro.replace(
                    "{\"name\": \"" + column + "\"",
                    "{\"name\": \"" + column + "\", \"" + SchemaProperties.ENCRYPT + "\": \"" + kind + "\"");
        }
        return of(avro);
    }

    private static SchemaSource of(String avro) {
        org.apache.avro.Schema parsed = new org.apache.avro.Schema.Parser().parse(avro);
        return new SchemaSource() {
            @Override
            public Lookup find(SubjectVersion wanted) {
                return new Found(parsed);
            }

            @Override
            public OptionalInt latest(String subject) {
                return OptionalInt.of(1);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    String tenant() {
        return shape == Shape.TELEMETRY ? "client_a" : "client_b";
    }
}
