package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.agreement.Schedule;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.agree.Encryption;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.crypt.Certificates;
import dev.sluice.source.crypt.PgpDecryption;
import dev.sluice.source.crypt.PrivateKeys;
import dev.sluice.source.crypt.TestKeys;
import dev.sluice.source.discover.Glob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of columns that are to be encrypted, no value is told: in no rejection, event, report or file but the tenant's own. */
class EncryptedColumnsTest {
    /** Stands in encrypted columns, and where a row's text is not in order. */
    private static final String MARKER = "sikrit";

    private static final String DEFINITION = """
            {"name": "a", "key_space": "k", "primary_key": ["id"] %s,
             "schema": {"type": "record", "name": "t", "fields": [
               {"name": "id", "type": "string", "encrypt": "deterministic"}, {"name": "v", "type": "string", "encrypt": true},
               {"name": "n", "type": "int", "encrypt": true}, {"name": "city", "type": "string"}]},
             "rules": [{"type": "pattern", "column": "v", "pattern": "s.*"},
               {"type": "pattern", "column": "city", "pattern": "[A-Z].*"}]}""";
    private static final String HEADER = "id,v,n,city\n";
    /** A good row, then one for each way of being wrong. */
    private static final String ROWS = """
            1,sikrit,7,Oulu
            2,sikrit,sikrit,Oulu
            3,no sikrit,7,oulu
            4,sikrit
            5,"sikrit" sikrit,7,Oulu
            6,sikrit\uFFFF,7,Oulu
            """;

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.accepts = row -> row.getString("id").equals("1");
        stage.start();
    }

    private void define(String more) {
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted(more));
        stage.finish();
    }

    /** With a byte that is not of UTF-8. */
    private static byte[] file(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBF) {
                bytes[i] = 'x';
                bytes[i + 1] = (byte) 0xFF;
                bytes[i + 2] = 'x';
            }
        }
        return bytes;
    }

    private List<Rejection> rejections() {
        return stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals(Stage.TOPICS.errors()))
                .map(written -> (Struct) written.record().value())
                .filter(value -> value.schema().equals(Rejection.SCHEMA))
                .map(Rejection::of)
                .toList();
    }

    private String everythingButTheTenantsOwn() {
        Path out = staging.resolve("acme/out");
        try (Stream<Path> files = Files.walk(staging.resolve("acme"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("done", "rejected", "checked")
                            .noneMatch(own -> file.startsWith(out.resolve(own))))
                    .toList()) {
                all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode report(String file) {
        return stage.report("acme", file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noValueIsTold(boolean isSplit) throws IOException {
        stage.splitMinBytes = isSplit ? 1 : 0;
        stage.blockRows = 1;
        stage.resize(isSplit ? 2 : 1);
        define("");
        stage.drop("acme", "a.csv", file(HEADER + ROWS));
        stage.finish();

        assertThat(rejections())
                .hasSize(3)
                .allSatisfy(rejection -> {
                    assertThat(rejection.raw()).isNull();
                    assertThat(rejection.violations().toString()).doesNotContain(MARKER);
                })
                .flatExtracting(Rejection::violations)
                .extracting(Violation::code)
                .containsExactlyInAnyOrder(Code.COLUMN_COUNT, Code.MALFORMED_CSV, Code.BAD_ENCODING);
        assertThat(stage.events().toString()).doesNotContain(MARKER);
        stage.connect.log.stream()
                .filter(written -> !written.isEvent())
                .forEach(written -> assertThat(
                                SluiceHeaders.text(written.record().headers(), SluiceHeaders.RAW))
                        .isEmpty());
        assertThat(everythingButTheTenantsOwn()).doesNotContain(MARKER).doesNotContain("ÿ");
        assertThat(stage.filesIn("out")).noneMatch(name -> name.endsWith(".rejects.csv"));

        JsonNode report = report("a.csv");
        assertThat(report.path("rows_rejected").asInt()).isEqualTo(5);
        assertThat(report.path("violations_by_code").toString())
                .isEqualTo(
                        "{\"BAD_ENCODING\":1,\"COLUMN_COUNT\":1,\"MALFORMED_CSV\":1,\"RULE_FAILED\":2,\"TYPE_MISMATCH\":1}");
        assertThat(report.path("withheld").asText())
                .contains("rejects.reasons.csv")
                .contains("pgp.recipient.keys");
        assertThat(Files.readString(staging.resolve("acme/out/a.csv.rejects.reasons.csv")))
                .contains("3,\"n\",TYPE_MISMATCH,,")
                .contains("4,\"v\",RULE_FAILED,,")
                .contains("4,\"city\",RULE_FAILED,\"oulu\",")
                .contains("6,,MALFORMED_CSV,,\"text follows a closing quote; the row was rejected.")
                .contains("7,,BAD_ENCODING,,");
    }

    @Test
    void rejectedRowsAreEncryptedToTheTenantWhoHasAKey() throws IOException {
        TestKeys tenants = TestKeys.of(TestKeys.Kind.X25519);
        stage.terms = new Terms(
                List.of(new Glob("*")),
                Schedule.CONTINUOUS,
                0,
                0,
                new Encryption(
                        false,
                        Optional.of(Certificates.read(tenants.publicText())),
                        new PgpDecryption(PrivateKeys.NONE)));
        stage.crash();
        define("");
        stage.drop("acme", "a.csv", file(HEADER + ROWS));
        stage.finish();
        assertThat(everythingButTheTenantsOwn()).doesNotContain(MARKER);
        assertThat(stage.filesIn("out"))
                .contains("acme/a.csv.rejects.csv.pgp", "acme/a.csv.rejects.reasons.csv", "acme/a.csv.report.json")
                .doesNotContain("acme/a.csv.rejects.csv");
        byte[] sealed = Files.readAllBytes(staging.resolve("acme/out/a.csv.rejects.csv.pgp"));
        assertThat(tenants.decryption()
                        .decrypted(new ByteArrayInputStream(sealed))
                        .readAllBytes())
                .isEqualTo(file(HEADER + ROWS.substring(ROWS.indexOf("2,"))));
        assertThat(report("a.csv").path("withheld").asText()).contains("rejects.csv.pgp");
    }

    @Test
    void aRowThatWasTakenForAHeaderIsNotTold() {
        define("");
        stage.drop("acme", "a-1.csv", file(ROWS));
        stage.drop("acme", "a-2.csv", file("\"sikrit\" sikrit,x\n" + ROWS));
        stage.drop("acme", "a-3.csv", file("sikrit\uFFFF,x\n" + ROWS));
        stage.finish();
        assertThat(stage.events(FileRejected.class)).hasSize(3).allSatisfy(rejected -> {
            assertThat(rejected.reasons()).isNotEmpty();
            assertThat(rejected.toString()).doesNotContain(MARKER);
        });
        assertThat(everythingButTheTenantsOwn()).doesNotContain(MARKER);
        assertThat(report("a-1.csv").at("/reasons/1/message").asText()).contains("field 2 of the header");
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"dry_run\": true", ", \"max_errors\": 0, \"on_errors\": \"reject_file\""})
    void aCheckTellsNoneEither(String policy) {
        define(policy);
        stage.drop("acme", "a.csv", file(HEADER + ROWS));
        stage.finish();
        assertThat(rejections()).isEmpty();
        assertThat(stage.events().toString()).doesNotContain(MARKER);
        assertThat(everythingButTheTenantsOwn()).doesNotContain(MARKER);
        JsonNode report = report("a.csv");
        assertThat(report.path("rows_not_in_order").asInt()).isEqualTo(5);
        assertThat(report.path("withheld").asText()).contains("rejects.reasons.csv");
        assertThat(report.toString()).doesNotContain("in rejects.csv");
        assertThat(stage.filesIn("out")).contains("acme/a.csv.rejects.reasons.csv");
    }

    @Test
    void ofCleanFilesAndOtherDatasetsNothingIsWithheld() {
        define("");
        stage.drop("acme", "a.csv", HEADER + "1,sikrit,7,Oulu\n");
        stage.drop("acme", "b.dataset.json", Stage.DEFINITION.formatted("b", "u", "string"));
        stage.drop("acme", "b.csv", "id,v\n2,x,y\n");
        stage.finish();
        assertThat(report("a.csv").has("withheld")).isFalse();
        assertThat(report("b.csv").has("withheld")).isFalse();
        assertThat(stage.filesIn("out")).contains("acme/b.csv.rejects.csv");
        assertThat(rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.raw()).isEqualTo("2,x,y"));
    }

    @Test
    void withoutAKeyTheDefinitionIsRefusedAndWithOneItIsNot() {
        stage.keyring = (tenant, encryption) -> encryption == ColumnEncryption.RANDOM;
        define("");
        assertThat(stage.events(DatasetRejected.class))
                .singleElement()
                .satisfies(
                        rejected -> assertThat(rejected.reasons().toString()).contains("deterministic key of 'acme'"));
        stage.keyring = (tenant, encryption) -> true;
        stage.drop("acme", "a-2.dataset.json", DEFINITION.formatted(""));
        stage.finish();
        assertThat(report("a-2.dataset.json").path("state").asText()).isEqualTo("defined");
    }

    /** The operator has taken the key away; what is under way and what comes waits for it, and nobody else does. */
    @Test
    void filesWaitForAKeyThatIsGone() {
        define("");
        stage.drop("acme", "b.dataset.json", Stage.DEFINITION.formatted("b", "u", "string"));
        stage.finish();
        stage.drop("acme", "a-1.csv", HEADER + "1,sikrit,7,Oulu\n".repeat(100));
        stage.readSome();
        stage.keyring = (tenant, encryption) -> false;
        stage.crash();
        stage.drop("acme", "a-2.csv", HEADER + "1,sikrit,7,Oulu\n");
        stage.drop("acme", "b.csv", "id,v\n1,x\n");
        for (int i = 0; i < 2_000; i++) {
            stage.poll(0);
            stage.connect.acknowledge(50);
            stage.clock.advance(20);
        }
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.file()).isEqualTo("b.csv"));
        assertThat(stage.filesIn("in")).containsExactlyInAnyOrder("acme/a-1.csv", "acme/a-2.csv");
        stage.keyring = (tenant, encryption) -> true;
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::rowsAccepted)
                .containsExactly(1L, 100L, 1L);
    }
}
