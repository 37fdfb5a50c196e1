package dev.sluice.cassandra.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
import dev.sluice.cassandra.define.FakeCassandra;
import dev.sluice.cassandra.define.LivingTable;
import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import dev.sluice.cassandra.define.LivingType;
import dev.sluice.cassandra.define.LivingType.LivingField;
import dev.sluice.cassandra.define.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PlainReaderTest {
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final FakeCassandra cassandra = new FakeCassandra();
    private long now;

    private void table(String... columns) {
        Map<String, LivingColumn> living = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
            String[] column = columns[i].split(" ", 2);
            living.put(
                    column[0], new LivingColumn(column[0], column[1], i == 0 ? Kind.PARTITION_KEY : Kind.REGULAR, 0));
        }
        cassandra.tables.put(new TableName("ks", "t"), new LivingTable(living));
    }

    private PlainReader reader(Map<String, String> more) {
        Map<String, String> props = new TreeMap<>(more);
        props.put("topic.p.table", "ks.t");
        return new PlainReader(PlainTopic.parse(props), cassandra, () -> now);
    }

    private static SinkRecord record(Object key, Schema schema, Object value, long offset) {
        return new SinkRecord("p", 0, null, key, schema, value, offset, 1_700_000_000_000L, TimestampType.CREATE_TIME);
    }

    private static Row row(Reading reading) {
        assertThat(reading).isInstanceOf(Bound.class);
        return ((Bound) reading).row();
    }

    @Test
    void columnsTakeTheFieldsOfTheirNamesAndOthersAreLeftAlone() {
        table("id int", "name text", "other text");
        Row row = row(reader(Map.of())
                .read(record(null, VALUE, new Struct(VALUE).put("id", 7).put("name", "n"), 3)));
        assertThat(row.shape().statement())
                .isEqualTo("INSERT INTO \"ks\".\"t\" (\"id\", \"name\", \"other\") VALUES (?, ?, ?) USING TIMESTAMP ?");
        assertThat(Rows.text(row.cell(1))).isEqualTo("n");
        assertThat(row.isUnset(2)).isTrue();
        assertThat(row.writeTimestamp()).isEqualTo(1_700_000_000_000_003L);
    }

    @Test
    void aMappingFindsNestedFieldsHeadersAndTheRecordItself() {
        table("id bigint", "name text", "tags set<text>", "at int");
        PlainReader reader = reader(Map.of(
                "topic.p.mapping",
                "id=key, name=value.a.b, tags=header.tags, at=record.partition",
                "topic.p.timestamp",
                "offset"));
        SinkRecord record = record(5L, null, Map.of("a", Map.of("b", "deep")), 42);
        record.headers().add("tags", List.of("x", "y", "x"), null);
        Row row = row(reader.read(record));
        assertThat(row.shape().columns()).containsExactly("id", "at", "name", "tags");
        assertThat(row.cell(0).getLong(0)).isEqualTo(5);
        assertThat(Rows.text(row.cell(2))).isEqualTo("deep");
        assertThat(row.cell(3).getInt(0)).as("elements of the set").isEqualTo(2);
        assertThat(row.writeTimestamp()).isEqualTo(42);
    }

    @Test
    void aTombstoneDeletesTheRowOfItsKeyWithAWriteTimestamp() {
        table("id int", "name text");
        PlainReader reader = reader(Map.of());
        Row deletion = row(reader.read(record(7, null, null, 4)));
        assertThat(deletion.shape().statement())
                .isEqualTo("DELETE FROM \"ks\".\"t\" USING TIMESTAMP ? WHERE \"id\" = ?");
        assertThat(deletion.shape().timestampMarker()).isZero();
        assertThat(deletion.shape().marker(0)).isEqualTo(1);
        Row older = row(
                reader.read(record(null, VALUE, new Struct(VALUE).put("id", 7).put("name", "n"), 3)));
        Row newer = row(
                reader.read(record(null, VALUE, new Struct(VALUE).put("id", 7).put("name", "n"), 5)));
        assertThat(deletion.primaryKey()).isEqualTo(older.primaryKey());
        assertThat(deletion.supersedes(older)).isTrue();
        assertThat(deletion.supersedes(newer)).isFalse();
        assertThat(newer.supersedes(deletion)).isFalse();
    }

    @Test
    void recordsGoIntoUserDefinedTypesByTheirFieldsAndIntoTextsAsJson() {
        cassandra.types.put(
                "geo",
                new LivingType("geo", List.of(new LivingField("lat", "double"), new LivingField("lon", "double"))));
        table("id int", "at frozen<geo>", "note text");
        Row row = row(reader(Map.of())
                .read(record(7, null, Map.of("at", Map.of("lon", 2.5), "note", Map.of("a", 1)), 3)));
        assertThat(row.shape().columns()).containsExactly("id", "at", "note");
        assertThat(row.cell(1).getInt(0)).as("lat is null").isEqualTo(-1);
        assertThat(row.cell(1).getDouble(8)).isEqualTo(2.5);
        assertThat(Rows.text(row.cell(2))).isEqualTo("{\"a\":1}");
        assertThat(error(reader(Map.of()).read(record(7, null, Map.of("at", Map.of("alt", 1.0)), 4))))
                .contains("where='at'", "where='alt'");
    }

    @Test
    void whatDoesNotFitIsToldAndStopsNobody() {
        PlainReader none = reader(Map.of("topic.p.deletes", "false"));
        assertThat(error(none.read(record(7, null, Map.of(), 1)))).contains("\"ks\".\"t\"", "does not exist");
        table("id int", "name text", "c counter");
        now = 10_000;
        assertThat(error(none.read(record(7, null, Map.of(), 1)))).contains("where='c'", "counter");
        table("id int", "name text");
        now = 20_000;
        assertThat(error(none.read(record(null, null, Map.of("name", "n"), 1)))).contains("where='id'", "primary key");
        assertThat(error(none.read(record(7, null, Map.of("name", 5), 1)))).contains("where='name'", "Integer");
        assertThat(error(none.read(record(7, null, null, 1)))).contains("deletes");
        assertThat(error(reader(Map.of("topic.p.mapping", "x=value.x")).read(record(7, null, Map.of(), 1))))
                .contains("where='x'", "where='id'");
        assertThat(none.read(record(7, null, Map.of("name", "n"), 1))).isInstanceOf(Bound.class);
    }

    private static String error(Reading reading) {
        assertThat(reading).isInstanceOf(Errant.class);
        return ((Errant) reading).error().getMessage();
    }
}
