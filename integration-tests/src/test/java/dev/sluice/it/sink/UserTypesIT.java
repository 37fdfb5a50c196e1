package dev.sluice.it.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.UdtValue;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.ImportContext;
import dev.sluice.it.sink.TaskDriver.Errant;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Records as user-defined types, on a real Cassandra. Alone: {@code -Dit.test=UserTypesIT
 * -Dsluice.stack.without=broker,worker-1,registry,namenode,datanode}.
 */
@ExtendWith(StackExtension.class)
class UserTypesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String KEYSPACE = "records_it";
    private static final String TENANT = "tenant_r";

    private static final Schema ZIP_1 = SchemaBuilder.struct()
            .optional()
            .field("code", Schema.INT32_SCHEMA)
            .field(
                    "since",
                    org.apache.kafka.connect.data.Date.builder().optional().build())
            .build();
    private static final Schema ZIP_2 = SchemaBuilder.struct()
            .optional()
            .field("suffix", Schema.OPTIONAL_STRING_SCHEMA)
            .field("code", Schema.INT32_SCHEMA)
            .field(
                    "since",
                    org.apache.kafka.connect.data.Date.builder().optional().build())
            .build();
    private static final String SINCE =
            "{\"name\": \"since\", \"type\": [\"null\", {\"type\": \"int\", \"logicalType\": \"date\"}]}";
    private static final String ZIP_1_FIELDS = "{\"name\": \"code\", \"type\": \"int\"}, " + SINCE;
    /** In front of what was there before. */
    private static final String ZIP_2_FIELDS =
            "{\"name\": \"suffix\", \"type\": [\"null\", \"string\"]}, " + ZIP_1_FIELDS;

    private final String suffix = Long.toUnsignedString(System.nanoTime(), 36);
    private final List<Errant> errants = new ArrayList<>();
    private LocalStack stack;
    private CqlSession session;

    @BeforeEach
    void connect(LocalStack running) {
        stack = running;
        session = CqlSession.builder()
                .addContactPoint(stack.cassandra())
                .withLocalDatacenter(stack.localDatacenter())
                .build();
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    private Map<String, String> config(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "records" + suffix,
                "cassandra.contact.points",
                stack.endpoints().cassandraContactPoint(),
                "cassandra.local.datacenter",
                stack.localDatacenter(),
                "keyspace.auto.create",
                "true",
                "keyspace.replication",
                "{'class':'SimpleStrategy','replication_factor':1}"));
        config.putAll(more);
        return config;
    }

    private void load(Map<String, String> config, Map<TopicPartition, List<SinkRecord>> records)
            throws InterruptedException {
        TaskDriver task = new TaskDriver(config, records, new HashMap<>(), errants);
        task.assign(records.keySet());
        finish(task);
        task.crash();
    }

    private static void finish(TaskDriver task) throws InterruptedException {
        Await.atMost(PATIENCE).until("everything to be committed", () -> {
            task.poll(() -> 500);
            task.commit(true);
            return task.isDone();
        });
    }

    private static DatasetDefined defined(String table, int version, String zipFields) {
        String zip = "{\"type\": \"record\", \"name\": \"Zip\", \"fields\": [" + zipFields + "]}";
        String address = "{\"type\": \"record\", \"name\": \"Address\", \"fields\": ["
                + "{\"name\": \"Street\", \"type\": \"string\"}, {\"name\": \"zip\", \"type\": [\"null\", " + zip
                + "]}]}";
        return new DatasetDefined(
                DatasetId.of(TENANT, table),
                Instant.EPOCH,
                table + ".json",
                table,
                version,
                KEYSPACE,
                List.of("k"),
                List.of(),
                "{\"type\": \"record\", \"name\": \"" + TENANT + "." + table + "\", \"fields\": ["
                        + "{\"name\": \"k\", \"type\": \"int\"}, "
                        + "{\"name\": \"home\", \"type\": [\"null\", " + address + "]}, "
                        + "{\"name\": \"all\", \"type\": {\"type\": \"array\", \"items\": \"Zip\"}}, "
                        + "{\"name\": \"named\", \"type\": {\"type\": \"map\", \"values\": \"Address\"}}]}");
    }

    private static Schema rows(Schema zip) {
        Schema address = SchemaBuilder.struct()
                .optional()
                .field("Street", Schema.STRING_SCHEMA)
                .field("zip", zip)
                .build();
        return SchemaBuilder.struct()
                .field("k", Schema.INT32_SCHEMA)
                .field("home", address)
                .field("all", SchemaBuilder.array(zip).build())
                .field("named", SchemaBuilder.map(Schema.STRING_SCHEMA, address).build())
                .build();
    }

    private static Struct row(Schema schema, int k, Struct zip) {
        Struct address = new Struct(schema.field("home").schema())
                .put("Street", "ä\"' " + k)
                .put("zip", zip);
        return new Struct(schema)
                .put("k", k)
                .put("home", address)
                .put("all", zip == null ? List.of() : List.of(zip, zip))
                .put("named", Map.of("x", address));
    }

    @Test
    void nestedValuesComeBackAndALaterVersionAddsFieldsToTheirTypes() throws Exception {
        String table = "nested" + suffix;
        DatasetDefined one = defined(table, 1, ZIP_1_FIELDS);
        DatasetDefined two = defined(table, 2, ZIP_2_FIELDS);
        ImportContext first = new ImportContext(one.id(), "%020x".formatted(System.nanoTime()), table, 1, 1_000_000);
        ImportContext second = new ImportContext(one.id(), "%020x".formatted(System.nanoTime()), table, 2, 2_000_000);
        Schema rows1 = rows(ZIP_1);
        Schema rows2 = rows(ZIP_2);
        Log log = new Log(1, 1);
        log.event(one);
        log.row(first, 1, 0, row(rows1, 1, new Struct(ZIP_1).put("code", 11)));
        log.row(first, 2, 0, row(rows1, 2, null));
        log.row(first, 3, 0, new Struct(rows1).put("k", 3).put("all", List.of()).put("named", Map.of()));
        // One task all the time: what it has prepared must go on when its types grow.
        TaskDriver task = new TaskDriver(config(Map.of("records.as", "udt")), log.records(), new HashMap<>(), errants);
        task.assign(log.records().keySet());
        finish(task);
        log.event(two);
        log.row(second, 1, 0, row(rows2, 4, new Struct(ZIP_2).put("code", 44).put("suffix", "s4")));
        // An older version again, after its type has grown.
        log.row(first, 4, 0, row(rows1, 5, new Struct(ZIP_1).put("code", 55)));
        finish(task);
        task.crash();

        assertThat(errants).isEmpty();
        Map<Integer, Row> found = new HashMap<>();
        session.execute("SELECT * FROM " + KEYSPACE + "." + table).forEach(row -> found.put(row.getInt("k"), row));
        assertThat(found).containsOnlyKeys(1, 2, 3, 4, 5);
        assertZip(found.get(1), 11, null);
        assertZip(found.get(4), 44, "s4");
        assertZip(found.get(5), 55, null);
        UdtValue withoutZip = found.get(2).getUdtValue("home");
        assertThat(withoutZip.getString("\"Street\"")).isEqualTo("ä\"' 2");
        assertThat(withoutZip.isNull("zip")).isTrue();
        assertThat(found.get(3).isNull("home")).isTrue();
        Row type = session.execute(
                        "SELECT field_names FROM system_schema.types WHERE keyspace_name = ? AND type_name = ?",
                        KEYSPACE,
                        table + ".Zip")
                .one();
        assertThat(type.getList(0, String.class)).containsExactly("code", "since", "suffix");
    }

    private static void assertZip(Row row, int code, String suffix) {
        UdtValue home = row.getUdtValue("home");
        assertThat(home.getString("\"Street\"")).isEqualTo("ä\"' " + row.getInt("k"));
        List<UdtValue> zips = new ArrayList<>(row.getList("all", UdtValue.class));
        assertThat(zips).hasSize(2);
        zips.add(home.getUdtValue("zip"));
        zips.add(row.getMap("named", String.class, UdtValue.class).get("x").getUdtValue("zip"));
        assertThat(zips).allSatisfy(zip -> {
            assertThat(zip.getInt("code")).isEqualTo(code);
            assertThat(zip.getString("suffix")).isEqualTo(suffix);
            assertThat(zip.isNull("since")).isTrue();
        });
    }

    @Test
    void namesInLowerCaseAndATypeThatAnOperatorMade() throws Exception {
        String table = "handmade" + suffix;
        session.execute("CREATE TYPE " + KEYSPACE + ".zip_" + suffix + " (code int)");
        session.execute("CREATE TYPE " + KEYSPACE + ".address_" + suffix + " (note text, zip frozen<zip_" + suffix
                + ">, street text)");
        session.execute("CREATE TABLE " + KEYSPACE + "." + table + " (k int PRIMARY KEY, home address_" + suffix
                + ", named frozen<map<text, text>>)");
        DatasetDefined defined = defined(table, 1, ZIP_1_FIELDS);
        ImportContext context =
                new ImportContext(defined.id(), "%020x".formatted(System.nanoTime()), table, 1, 1_000_000);
        Log log = new Log(1, 1);
        log.event(defined);
        log.row(context, 1, 0, row(rows(ZIP_1), 1, new Struct(ZIP_1).put("code", 11)));
        load(config(Map.of("records.as", "udt", "identifier.case", "lower")), log.records());

        assertThat(errants).isEmpty();
        Row row = session.execute("SELECT * FROM " + KEYSPACE + "." + table).one();
        UdtValue home = row.getUdtValue("home");
        assertThat(home.isNull("note")).isTrue();
        assertThat(home.getString("street")).isEqualTo("ä\"' 1");
        assertThat(home.getUdtValue("zip").getInt("code")).isEqualTo(11);
        assertThat(home.getUdtValue("zip").isNull("since")).as("added").isTrue();
        assertThat(row.getMap("named", String.class, String.class))
                .containsExactly(Map.entry("x", "{\"Street\":\"ä\\\"' 1\",\"zip\":{\"code\":11,\"since\":null}}"));
        assertThat(row.getList("all", UdtValue.class)).hasSize(2);
    }

    @Test
    void recordsOfAPlainTopicGoIntoTheTypesThatAreThere() throws Exception {
        String table = "plain" + suffix;
        session.execute("CREATE TYPE " + KEYSPACE + ".\"Geo " + suffix + "\" (lat double, lon double)");
        session.execute("CREATE TABLE " + KEYSPACE + "." + table + " (id int PRIMARY KEY, at frozen<\"Geo " + suffix
                + "\">, stops list<frozen<\"Geo " + suffix + "\">>, raw text)");
        Map<String, Object> geo = Map.of("lat", 1.5, "lon", -2.5);
        TopicPartition partition = new TopicPartition("places", 0);
        List<SinkRecord> records = List.of(
                plain(0, Map.of("id", 1, "at", geo, "stops", List.of(geo, Map.of("lat", 3.0)), "raw", geo)),
                plain(1, Map.of("id", 2, "at", Map.of("alt", 1.0))));
        load(config(Map.of("topic.places.table", KEYSPACE + "." + table)), Map.of(partition, records));

        assertThat(errants)
                .singleElement()
                .satisfies(errant -> assertThat(errant.error())
                        .hasMessageContaining("column (where='at')")
                        .hasMessageContaining("field (where='alt')"));
        Row row = session.execute("SELECT * FROM " + KEYSPACE + "." + table).one();
        assertThat(row.getUdtValue("at").getDouble("lon")).isEqualTo(-2.5);
        assertThat(row.getList("stops", UdtValue.class))
                .extracting(stop -> stop.getDouble("lat"))
                .containsExactly(1.5, 3.0);
        assertThat(row.getString("raw")).contains("\"lat\":1.5");
    }

    private static SinkRecord plain(long offset, Map<String, Object> value) {
        return new SinkRecord("places", 0, null, null, null, value, offset, 1L, TimestampType.CREATE_TIME);
    }
}
