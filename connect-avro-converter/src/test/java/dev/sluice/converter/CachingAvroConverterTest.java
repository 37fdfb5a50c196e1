package dev.sluice.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.confluent.connect.avro.AvroConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever Confluent's converter makes of something, ours makes of it too. Both ask one Registry, over HTTP. */
class CachingAvroConverterTest {
    private static final String TOPIC = "validated-input";
    private static final String STRATEGIES = "io.confluent.kafka.serializers.subject.";
    private static final Schema ROW = SchemaBuilder.struct()
            .name("acme.orders")
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private RegistryServer registry;
    private Converter confluents;
    private CachingAvroConverter ours;

    @BeforeEach
    void makeConverters() throws IOException {
        registry = new RegistryServer();
        confluents = new AvroConverter();
        confluents.configure(settings("TopicRecordNameStrategy"), false);
        ours = ours(settings("TopicRecordNameStrategy"), false);
    }

    @AfterEach
    void closeConverters() throws IOException {
        ours.close();
        registry.close();
    }

    /** With 1,000, nothing is ever forgotten; with 2, by both, all the time. */
    @ParameterizedTest
    @CsvSource({
        "TopicRecordNameStrategy, 1000, false",
        "TopicRecordNameStrategy, 2, false",
        "TopicRecordNameStrategy, 1000, true",
        "RecordNameStrategy, 1000, false",
        "RecordNameStrategy, 2, true",
        "TopicNameStrategy, 1000, true",
        "TopicNameStrategy, 2, false"
    })
    void bytesSchemasVersionsAndValuesAreConfluents(String strategy, int bound, boolean isKey) {
        Map<String, String> settings = settings(strategy);
        settings.put("max.schemas.per.subject", Integer.toString(bound));
        AvroConverter theirs = new AvroConverter();
        theirs.configure(settings, isKey);
        Random random = seeded();
        RandomRows rows = new RandomRows(random);
        List<Schema> schemas = new ArrayList<>();
        int converted = 0;
        try (CachingAvroConverter mine = ours(settings, isKey)) {
            for (int i = 0; i < 150; i++) {
                if (schemas.size() < 30) {
                    schemas.add(rows.schema());
                }
                String topic = "topic" + random.nextInt(3);
                Schema schema = schemas.get(random.nextInt(schemas.size()));
                Object value = rows.value(schema);
                same(
                        () -> theirs.fromConnectData(topic, schema, value),
                        () -> mine.fromConnectData(topic, schema, value));
                byte[] bytes = bytes(theirs, topic, schema, value);
                converted += bytes == null ? 0 : 1;
                same(() -> theirs.toConnectData(topic, bytes), () -> mine.toConnectData(topic, bytes));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(converted).isGreaterThan(50);
    }

    @Test
    void aSchemaThatIsKnownIsAskedForNoMore() {
        List<byte[]> first = List.of(write(ours, 1), write(ours, 2));
        SchemaAndValue row = ours.toConnectData(TOPIC, first.get(0));
        assertThat(row.schema().version()).isEqualTo(1);
        assertThat(((Struct) row.value()).get("id")).isEqualTo(1);
        String subject = "/subjects/" + TOPIC + "-acme.orders";
        assertThat(registry.requests())
                .containsExactly("POST " + subject + "/versions", "GET /schemas/ids/1", "POST " + subject);

        registry.away(true);
        for (int i = 0; i < 100; i++) {
            assertThat(write(ours, i)).startsWith(0, 0, 0, 0, 1);
            assertThat(ours.toConnectData(TOPIC, first.get(1)).schema().version())
                    .isEqualTo(1);
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void oneSchemaHasAVersionInEachOfItsSubjects() {
        Schema other = SchemaBuilder.struct()
                .name("acme.orders")
                .field("x", Schema.INT32_SCHEMA)
                .build();
        byte[] there = ours.fromConnectData("elsewhere", other, new Struct(other).put("x", 7));
        byte[] second = ours.fromConnectData("elsewhere", ROW, new Struct(ROW).put("id", 1));
        byte[] here = write(ours, 1);

        assertThat(second).isEqualTo(here);
        assertThat(ours.toConnectData("elsewhere", there).schema().version()).isEqualTo(1);
        assertThat(ours.toConnectData("elsewhere", second).schema().version()).isEqualTo(2);
        assertThat(ours.toConnectData(TOPIC, here).schema().version()).isEqualTo(1);
        assertThat(ours.toConnectData("elsewhere", second)).isEqualTo(confluents.toConnectData("elsewhere", second));
        assertThat(ours.toConnectData(TOPIC, here)).isEqualTo(confluents.toConnectData(TOPIC, here));
    }

    @Test
    void aRegistryThatWasAwayIsAskedAgain() {
        registry.away(true);
        same(() -> write(confluents, 1), () -> write(ours, 1));
        assertThatThrownBy(() -> write(ours, 1)).hasMessageContaining("Failed to serialize Avro data");
        registry.away(false);
        byte[] bytes = write(ours, 1);

        try (CachingAvroConverter reader = ours(settings("TopicRecordNameStrategy"), false)) {
            registry.away(true);
            assertThatThrownBy(() -> reader.toConnectData(TOPIC, bytes))
                    .hasMessageContaining("Failed to deserialize data");
            registry.away(false);
            assertThat(reader.toConnectData(TOPIC, bytes)).isEqualTo(confluents.toConnectData(TOPIC, bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsDeletedInTheRegistryStaysKnownToThoseWhoUseIt() throws IOException {
        byte[] bytes = write(ours, 1);
        assertThat(write(confluents, 1)).isEqualTo(bytes);
        SchemaAndValue row = ours.toConnectData(TOPIC, bytes);
        assertThat(confluents.toConnectData(TOPIC, bytes)).isEqualTo(row);
        registry.deleteEverything();

        assertThat(write(ours, 1)).isEqualTo(write(confluents, 1)).isEqualTo(bytes);
        assertThat(ours.toConnectData(TOPIC, bytes))
                .isEqualTo(confluents.toConnectData(TOPIC, bytes))
                .isEqualTo(row);
        try (CachingAvroConverter late = ours(settings("TopicRecordNameStrategy"), false)) {
            assertThatThrownBy(() -> late.toConnectData(TOPIC, bytes))
                    .hasRootCauseMessage("Schema not found; error code: 40403");
        }
    }

    @Test
    void schemasNeedNotBeRegisteredByTheConverter() throws IOException {
        Map<String, String> settings = settings("TopicRecordNameStrategy");
        settings.put("auto.register.schemas", "false");
        try (CachingAvroConverter mine = ours(settings, false)) {
            assertThatThrownBy(() -> write(mine, 1)).hasRootCauseMessage("Schema not found; error code: 40403");
            byte[] bytes = write(confluents, 1);
            assertThat(write(mine, 1)).isEqualTo(bytes);
            registry.away(true);
            assertThat(write(mine, 1)).isEqualTo(bytes);
        }
    }

    @Test
    void theRegistryIsAskedWithConfluentsSettings() throws IOException {
        Map<String, String> settings = settings("TopicRecordNameStrategy");
        settings.put("basic.auth.credentials.source", "USER_INFO");
        settings.put("schema.registry.basic.auth.user.info", "acme:secret");
        settings.put("request.header.x-tenant", "acme");
        try (CachingAvroConverter mine = ours(settings, false)) {
            write(mine, 1);
        }
        assertThat(registry.headers()).singleElement().satisfies(headers -> {
            assertThat(headers.getFirst("Authorization")).isEqualTo("Basic YWNtZTpzZWNyZXQ=");
            assertThat(headers.getFirst("x-tenant")).isEqualTo("acme");
        });
    }

    @Test
    void severalThreadsGetWhatOneGets() throws Exception {
        List<Schema> schemas = new ArrayList<>();
        RandomRows rows = new RandomRows(seeded());
        List<Object> values = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        while (schemas.size() < 30) {
            Schema schema = rows.schema();
            Object value = rows.value(schema);
            byte[] bytes = bytes(confluents, TOPIC, schema, value);
            if (bytes != null) {
                schemas.add(schema);
                values.add(value);
                expected.add(bytes);
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        int at = i % schemas.size();
                        byte[] bytes = ours.fromConnectData(TOPIC, schemas.get(at), values.get(at));
                        assertThat(bytes).isEqualTo(expected.get(at));
                        if (bytes != null) {
                            assertThat(ours.toConnectData(TOPIC, bytes).schema())
                                    .isNotNull();
                        }
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void confluentsOwnStandInForARegistryServes() throws IOException {
        try (CachingAvroConverter mine = ours(Map.of("schema.registry.url", "mock://converter"), false)) {
            byte[] bytes = write(mine, 1);
            assertThat(((Struct) mine.toConnectData(TOPIC, bytes).value()).get("id"))
                    .isEqualTo(1);
        }
    }

    private byte[] write(Converter converter, int id) {
        return converter.fromConnectData(TOPIC, ROW, new Struct(ROW).put("id", id));
    }

    /** The bytes; null if there are none, because of a null or an error. */
    private static byte[] bytes(Converter converter, String topic, Schema schema, Object value) {
        try {
            return converter.fromConnectData(topic, schema, value);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static void same(Answer confluents, Answer ours) {
        Object[] answers = new Object[2];
        Throwable theirs = catchThrowable(() -> answers[0] = confluents.get());
        Throwable mine = catchThrowable(() -> answers[1] = ours.get());
        assertThat(answers[1]).isEqualTo(answers[0]);
        assertThat(mine == null ? null : mine.toString()).isEqualTo(theirs == null ? null : theirs.toString());
    }

    private interface Answer {
        Object get();
    }

    private static CachingAvroConverter ours(Map<String, String> settings, boolean isKey) {
        CachingAvroConverter converter = new CachingAvroConverter();
        converter.configure(settings, isKey);
        return converter;
    }

    private Map<String, String> settings(String strategy) {
        return new HashMap<>(Map.of(
                "schema.registry.url",
                registry.url(),
                "max.retries",
                "0",
                "key.subject.name.strategy",
                STRATEGIES + strategy,
                "value.subject.name.strategy",
                STRATEGIES + strategy));
    }

    private static Random seeded() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        return new Random(seed);
    }
}
