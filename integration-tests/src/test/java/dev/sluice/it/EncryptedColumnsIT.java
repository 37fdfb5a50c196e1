package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.Tenant;
import dev.sluice.demo.Archive;
import dev.sluice.demo.Tables;
import dev.sluice.demo.TopicReader;
import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Columns that a tenant wants encrypted, through the real engines, with keys from a config provider and Tink in the plugins' own class
 * loaders. Whoever has the keys reads in Cassandra what was dropped; nobody else does, anywhere.
 */
@ExtendWith(StackExtension.class)
class EncryptedColumnsIT {
    private static final String NAME = "columns";
    private static final String KEYLESS = "keyless";
    private static final String RAW = "rawcolumns";
    private static final String ARCHIVE = "/sluice/columns";
    /** Stands in values of encrypted columns, in each bad row, and nowhere else. */
    private static final String MARKER = "abracadabra";

    private static final int ROWS = 600;
    private static final int REWRITTEN = 50;
    private static final int PHONES = 3;
    private static final int DAYS = 28;
    private static final String HEADER = "id,phone,born,salary,city\n";
    private static final List<String> BAD_ROWS = List.of(
            "\"" + MARKER + "\" x,1,1990-02-01,1.00,Oulu",
            MARKER + ",1990-02-01,1.00,Oulu",
            "7," + MARKER + ",1990-02-01," + MARKER + ",Oulu",
            "8," + MARKER + "," + MARKER + ",1.00,Oulu",
            "9,no " + MARKER + ",1990-02-01,1.00,Oulu",
            "," + MARKER + ",1990-02-01,1.00,Oulu");
    private static final String DEFINITION = """
            {"name": "people", "file_type": "csv", "key_space": "%s", "primary_key": ["id"],
             "schema": {"type": "record", "name": "people", "fields": [
               {"name": "id", "type": "string", "encrypt": "deterministic"},
               {"name": "phone", "type": "string", "encrypt": true},
               {"name": "born", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null,
                "encrypt": "deterministic"},
               {"name": "salary", "encrypt": true,
                "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
               {"name": "city", "type": "string"}]},
             "rules": [{"type": "pattern", "column": "phone", "pattern": "abra.*"}]}
            """.formatted(OwnPipeline.KEYSPACE);

    private final ColumnKeys keys = ColumnKeys.NONE
            .with(new Tenant(NAME), KeySet.generate(EncryptionKind.RANDOM))
            .with(new Tenant(NAME), KeySet.generate(EncryptionKind.DETERMINISTIC));
    private LocalStack stack;
    private OwnPipeline pipeline;
    private Map<String, String> settings;

    /** A row as it is to be read from the table by whoever has the keys. */
    private record Person(String phone, String born, String salary, String city) {}

    @BeforeEach
    void deploy(LocalStack localStack) throws Exception {
        stack = localStack;
        Path secrets = stack.secretsDirectory();
        Files.writeString(secrets.resolve("column-keys.json"), keys.toJson());
        settings = Map.of("transforms.validate.encryption.keys", "${directory:" + secrets + ":column-keys.json}");
        pipeline = new OwnPipeline(stack, NAME);
        pipeline.deploy(settings);
        pipeline.archive(ARCHIVE);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Test
    void whoHasTheKeysReadsTheTableAndNobodyElseReadsAnything() throws Exception {
        pipeline.staging().drop("people.dataset.json", DEFINITION);
        JsonNode defined = pipeline.awaitReport("people.dataset.json");
        assertThat(defined.path("state").asText()).as(defined.toString()).isEqualTo("defined");
        Map<String, Person> expected = new HashMap<>();
        pipeline.staging().drop("people-1.csv", rows(0, ROWS, 0, expected) + String.join("\n", BAD_ROWS) + "\n");
        JsonNode report = pipeline.awaitReport("people-1.csv");
        assertThat(report.path("state").asText()).as(report.toString()).isEqualTo("completed");
        assertThat(report.path("violations_by_code").toString())
                .isEqualTo("{\"COLUMN_COUNT\":1,\"MALFORMED_CSV\":1,\"MISSING_REQUIRED\":1,\"RULE_FAILED\":1,"
                        + "\"TYPE_MISMATCH\":2}");
        assertThat(report.path("withheld").asText()).contains("rejects.reasons.csv");
        pipeline.staging().drop("people-2.csv", rows(0, REWRITTEN, 1, expected));
        assertThat(pipeline.awaitReport("people-2.csv").path("rows_accepted").asInt())
                .isEqualTo(REWRITTEN);

        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
            awaitCompleted(tables);
            assertThat(tables.columns(OwnPipeline.KEYSPACE, "people"))
                    .isEqualTo(Map.of("id", "blob", "phone", "blob", "born", "blob", "salary", "blob", "city", "text"));
            assertTable(tables.rows(OwnPipeline.KEYSPACE, "people"), expected);
        }
        assertArchive();
        assertNoTopicTells();
        assertNoFileTells();
        assertNoKeyIsTold();

        refusesWhatCannotBeKept();
    }

    /** @param version of the rows, whose salaries differ */
    private static String rows(int from, int to, int version, Map<String, Person> expected) {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = from; i < to; i++) {
            String id = MARKER + "-" + i;
            // Every tenth has no date; some decimals are written shorter than they are stored.
            String born = i % 10 == 0 ? "" : "1990-02-%02d".formatted(i % DAYS + 1);
            Person person =
                    new Person(MARKER + "-" + i % PHONES, born.isEmpty() ? null : born, version + i + ".50", "Oulu");
            expected.put(id, person);
            text.append(String.join(",", id, person.phone(), born, version + i + ".5", "Oulu"))
                    .append('\n');
        }
        return text.toString();
    }

    private void awaitCompleted(Tables tables) throws InterruptedException {
        Set<String> wanted = Set.of(
                "people-1.csv COMPLETED " + ROWS + " " + BAD_ROWS.size(), "people-2.csv COMPLETED " + REWRITTEN + " 0");
        Await.atMost(OwnPipeline.PATIENCE).until("both imports to be proved complete", () -> {
            Set<String> imports = new HashSet<>();
            tables.rows("sluice", "imports").stream()
                    .filter(row -> NAME.equals(row.get("tenant")))
                    .forEach(row -> imports.add(row.get("file") + " " + row.get("state") + " "
                            + row.get("rows_accepted") + " " + row.get("rows_rejected")));
            return imports.equals(wanted);
        });
    }

    private void assertTable(List<Map<String, Object>> rows, Map<String, Person> expected) throws Exception {
        Map<String, Person> actual = new HashMap<>();
        Map<String, Set<ByteBuffer>> ciphertexts = new HashMap<>();
        for (Map<String, Object> row : rows) {
            row.forEach((column, value) -> {
                if (value instanceof ByteBuffer bytes) {
                    ciphertexts.computeIfAbsent(column, none -> new HashSet<>()).add(bytes);
                }
            });
            actual.put(
                    decrypted(row, "id", EncryptionKind.DETERMINISTIC),
                    new Person(
                            decrypted(row, "phone", EncryptionKind.RANDOM),
                            decrypted(row, "born", EncryptionKind.DETERMINISTIC),
                            decrypted(row, "salary", EncryptionKind.RANDOM),
                            (String) row.get("city")));
        }
        assertThat(rows).hasSize(ROWS);
        assertThat(actual).isEqualTo(expected);
        assertThat(ciphertexts.get("id")).hasSize(ROWS);
        assertThat(ciphertexts.get("phone")).as("of three numbers").hasSize(ROWS);
        assertThat(ciphertexts.get("born")).as("equal days are equal").hasSize(DAYS);
        assertThat(ciphertexts.get("salary")).hasSize(ROWS);
    }

    private String decrypted(Map<String, Object> row, String column, EncryptionKind kind)
            throws GeneralSecurityException {
        if (row.get(column) == null) {
            return null;
        }
        ByteBuffer bytes = ((ByteBuffer) row.get(column)).duplicate();
        byte[] ciphertext = new byte[bytes.remaining()];
        bytes.get(ciphertext);
        byte[] text = keys.cipher(new ColumnAddress(new Tenant(NAME), "people", column), kind)
                .orElseThrow()
                .decrypt(ciphertext);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void assertArchive() throws Exception {
        List<String> archived = new ArrayList<>();
        Await.atMost(OwnPipeline.PATIENCE).until("all rejections in the archive", () -> {
            archived.clear();
            try (Archive archive = new Archive(stack.hdfsUri(), ARCHIVE)) {
                archive.forEach(record -> {
                    assertThat(record.get("raw")).isNull();
                    archived.add(record.toString());
                });
            }
            return archived.size() == BAD_ROWS.size();
        });
        assertThat(archived)
                .anySatisfy(record -> assertThat(record).contains("TYPE_MISMATCH"))
                .allSatisfy(record -> assertThat(record).contains("people").doesNotContain(MARKER));
    }

    /** All partitions of all topics, Connect's own among them. */
    private void assertNoTopicTells() throws Exception {
        Set<String> topics;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
        }
        assertThat(topics).contains(NAME + "-rows", NAME + "-errors", NAME + "-events");
        int seen = 0;
        int inClearText = 0;
        try (TopicReader reader = new TopicReader(stack.bootstrapServers(), topics.toArray(String[]::new))) {
            var ends = reader.ends();
            while (!reader.hasReached(ends)) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofSeconds(1))) {
                    assertThat(text(record.key())).as(record.topic()).doesNotContain(MARKER);
                    assertThat(text(record.value())).as(record.topic()).doesNotContain(MARKER);
                    for (Header header : record.headers()) {
                        assertThat(text(header.value())).as(record.topic()).doesNotContain(MARKER);
                    }
                    if (record.topic().equals(NAME + "-rows")) {
                        seen++;
                        inClearText += text(record.value()).contains("Oulu") ? 1 : 0;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(ROWS + REWRITTEN);
        assertThat(inClearText).as("the search finds a column in clear text").isEqualTo(ROWS + REWRITTEN);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** But for the tenant's own files, as they were dropped. */
    private void assertNoFileTells() throws IOException {
        Path home = stack.stagingDirectory().resolve(NAME);
        assertThat(home.resolve("out/people-1.csv.rejects.csv")).doesNotExist();
        assertThat(Files.readString(home.resolve("out/people-1.csv.rejects.reasons.csv")))
                .contains("TYPE_MISMATCH", "RULE_FAILED", "MALFORMED_CSV");
        assertThat(Files.readString(home.resolve("out/done/people-1.csv"))).contains(MARKER);
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(home.resolve("out/done")))
                    .toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(4);
            for (Path file : all) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(MARKER);
            }
        }
        assertThat(Files.readString(stack.engine("worker-1").logFile())).doesNotContain(MARKER);
    }

    private void assertNoKeyIsTold() throws Exception {
        String log = Files.readString(stack.engine("worker-1").logFile());
        String config = pipeline.rest().get("/connectors/" + NAME).toString();
        assertThat(config).contains("${directory:");
        List<String> secrets = new ObjectMapper().readTree(keys.toJson()).findValuesAsText("value");
        assertThat(secrets).hasSize(2).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(40));
        secrets.forEach(secret -> {
            assertThat(log).doesNotContain(secret);
            assertThat(config).doesNotContain(secret);
        });
    }

    /** A tenant for whom there is no key, and a connector that does not encrypt. */
    private void refusesWhatCannotBeKept() throws Exception {
        pipeline.source(KEYLESS, "client-a-source", settings);
        pipeline.staging(KEYLESS).drop("people.dataset.json", DEFINITION);
        JsonNode withoutKey = pipeline.awaitReport(KEYLESS, "people.dataset.json");
        assertThat(withoutKey.path("state").asText()).isEqualTo("rejected");
        assertThat(withoutKey.path("reasons").findValuesAsText("message"))
                .hasSize(2)
                .anySatisfy(why -> assertThat(why).contains("there is no deterministic key of 'keyless'"))
                .allSatisfy(why -> assertThat(why).contains("Ask your operator to add a key (encryption.keys)"));

        pipeline.source(RAW, "two-stage/client-a-source", Map.of());
        pipeline.staging(RAW).drop("people.dataset.json", DEFINITION);
        JsonNode inClearText = pipeline.awaitReport(RAW, "people.dataset.json");
        assertThat(inClearText.path("state").asText()).isEqualTo("rejected");
        assertThat(inClearText.path("reasons").findValuesAsText("message"))
                .singleElement()
                .satisfies(why -> assertThat(why)
                        .contains("would stand in Kafka in clear text")
                        .contains("Ask your operator"));
    }
}
