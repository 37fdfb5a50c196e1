package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.agreement.Schedule;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.agree.Encryption;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.crypt.Certificates;
import dev.sluice.source.crypt.PgpDecryption;
import dev.sluice.source.crypt.TestKeys;
import dev.sluice.source.crypt.TestMessage;
import dev.sluice.source.crypt.TestMessage.Form;
import dev.sluice.source.discover.Glob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted file is read as the file that was encrypted, once all of it was found in order; and nobody else reads it in what is left. */
class EncryptedFilesTest {
    /** Stands in every row. */
    private static final String MARKER = "sesame";

    private static TestKeys ours;
    private static TestKeys tenants;

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeAll
    static void generate() {
        ours = TestKeys.of(TestKeys.Kind.X25519);
        tenants = TestKeys.of(TestKeys.Kind.X25519);
    }

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.decryption = ours.decryption();
        agree(false, Optional.empty(), ours.decryption());
        stage.crash();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    private void agree(boolean required, Optional<Certificates> recipients, PgpDecryption decryption) {
        stage.terms = new Terms(
                List.of(new Glob("*")), Schedule.CONTINUOUS, 0, 0, new Encryption(required, recipients, decryption));
    }

    private static String rows(int count) {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder("id,v\n");
        for (int i = 0; i < count; i++) {
            rows.append(i)
                    .append(',')
                    .append(MARKER)
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return rows.toString();
    }

    private static byte[] encrypted(String content) {
        return TestMessage.to(ours).of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zipped(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private List<RowPosition> positions() {
        return stage.connect.log.stream()
                .filter(written -> !written.isEvent())
                .map(SimulatedConnect.Written::row)
                .distinct()
                .sorted(Comparator.comparingLong(RowPosition::ordinal))
                .toList();
    }

    private String everyFile() {
        try (Stream<Path> files = Files.walk(staging)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String opened(String name) throws IOException {
        byte[] message = Files.readAllBytes(staging.resolve("acme/out").resolve(name));
        return new String(
                tenants.decryption()
                        .decrypted(new ByteArrayInputStream(message))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }

    private JsonNode report(String name) throws IOException {
        return new JsonMapper()
                .readTree(staging.resolve("acme/out").resolve(name).toFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.pgp", "a.csv.GPG", "a.csv.gz.pgp", "a/x.gpg"})
    void isResumedAtTheSameRowsAndPositions(String name) throws IOException {
        String content = rows(300);
        byte[] inner = name.contains(".gz") ? zipped(content) : content.getBytes(StandardCharsets.UTF_8);
        byte[] file = TestMessage.to(ours)
                .compressed(CompressionAlgorithmTags.ZLIB, name.contains(".gz") ? 0 : 1)
                .of(inner);
        stage.drop("acme", name, file);
        for (int crash = 0; crash < 5; crash++) {
            for (int i = 0; i < 12; i++) {
                stage.poll(0);
                stage.connect.acknowledge(9);
            }
            stage.connect.commitOffsets();
            stage.crash();
        }
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.rowsAccepted()).isEqualTo(300));
        assertThat(positions()).hasSize(300).allSatisfy(row -> {
            String text = content.substring((int) row.byteStart(), (int) (row.byteStart() + row.byteLength()));
            assertThat(text).startsWith(row.ordinal() - 1 + ",").doesNotContain("\n");
        });
        assertThat(Files.readAllBytes(staging.resolve("acme/out/done").resolve(name)))
                .isEqualTo(file);
        assertThat(everyFile()).doesNotContain(MARKER);
    }

    /** Of a file that was changed, neither a row nor a word goes anywhere. */
    @ParameterizedTest
    @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "UNPROTECTED")
    void noRowOfATamperedFileIsEmitted(Form form) {
        byte[] whole = TestMessage.to(ours)
                .as(form)
                .inPartsOf(512)
                .of(("odd header," + MARKER + "\n" + rows(200)).getBytes(StandardCharsets.UTF_8));
        int files = 0;
        for (int at = 250; at < whole.length; at += 487) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            stage.drop("acme", "a-" + at + ".csv.pgp", flipped);
            stage.drop("acme", "a-cut-" + at + ".csv.pgp", Arrays.copyOf(whole, at));
            files += 2;
        }
        stage.finish();
        assertThat(files).isGreaterThan(20);
        assertThat(stage.events(ImportStarted.class)).isEmpty();
        assertThat(positions()).isEmpty();
        assertThat(stage.events(FileRejected.class))
                .hasSize(files)
                .allSatisfy(rejected -> assertThat(rejected.reasons())
                        .singleElement()
                        .satisfies(reason -> {
                            assertThat(reason.code()).isEqualTo(Code.CORRUPT_FILE);
                            assertThat(reason.toString()).doesNotContain(MARKER).doesNotContain("odd header");
                        }));
        assertThat(everyFile()).doesNotContain(MARKER).doesNotContain("odd header");
    }

    @Test
    void whatIsWrittenOfItsRowsIsEncryptedToTheTenant() throws IOException {
        agree(false, Optional.of(Certificates.read(tenants.publicText())), ours.decryption());
        stage.crash();
        stage.drop("acme", "a.csv.pgp", encrypted("id,v\n1,ok\n2,bad " + MARKER + "\n3," + MARKER + ",x\n"));
        stage.finish();
        assertThat(stage.filesIn("out"))
                .contains(
                        "acme/a.csv.pgp.rejects.csv.pgp",
                        "acme/a.csv.pgp.rejects.reasons.csv.pgp",
                        "acme/a.csv.pgp.report.json",
                        "acme/a.csv.pgp.report.json.pgp");
        assertThat(everyFile()).doesNotContain(MARKER);
        assertThat(opened("a.csv.pgp.rejects.csv.pgp")).isEqualTo("id,v\n2,bad " + MARKER + "\n3," + MARKER + ",x\n");
        assertThat(opened("a.csv.pgp.rejects.reasons.csv.pgp"))
                .contains("COLUMN_COUNT")
                .contains("4,");
        assertThat(opened("a.csv.pgp.report.json.pgp")).contains("COLUMN_COUNT");
        JsonNode report = report("a.csv.pgp.report.json");
        assertThat(report.path("rows_rejected").asInt()).isEqualTo(2);
        assertThat(report.at("/violations_by_code/COLUMN_COUNT").asInt()).isEqualTo(1);
        assertThat(report.path("withheld").asText()).contains("a.csv.pgp.report.json.pgp");
        assertThat(report.findValuesAsText("line")).contains("3", "4");
    }

    @Test
    void withoutAKeyOfTheTenantsNothingOfItsRowsIsWritten() throws IOException {
        stage.drop("acme", "a.csv.pgp", encrypted("id,v\n1,ok\n2,bad " + MARKER + "\n"));
        stage.drop("acme", "a-2.csv.pgp", encrypted("id,v," + MARKER + "\n1,ok,3\n"));
        stage.drop("acme", "a-3.csv.pgp.check", "");
        stage.drop("acme", "a-3.csv.pgp", encrypted("id,v\n1,ok," + MARKER + "\n"));
        stage.finish();
        assertThat(stage.filesIn("out"))
                .containsExactlyInAnyOrder(
                        "acme/a.csv.pgp.report.json",
                        "acme/a-2.csv.pgp.report.json",
                        "acme/a-3.csv.pgp.report.json",
                        "acme/a.dataset.json.report.json",
                        "acme/checked/a-3.csv.pgp",
                        "acme/done/a.csv.pgp",
                        "acme/done/a.dataset.json",
                        "acme/rejected/a-2.csv.pgp");
        assertThat(everyFile()).doesNotContain(MARKER);
        assertThat(report("a-2.csv.pgp.report.json").at("/reasons/0/code").asText())
                .isEqualTo("UNKNOWN_COLUMN");
        assertThat(report("a-3.csv.pgp.report.json").path("rows_not_in_order").asInt())
                .isEqualTo(1);
        assertThat(report("a.csv.pgp.report.json").path("withheld").asText()).contains("pgp.recipient.keys");
    }

    @Test
    void aFileInClearTextIsRefusedWhereItMustNotBe() {
        agree(true, Optional.empty(), ours.decryption());
        stage.crash();
        stage.drop("acme", "a-1.csv", rows(3));
        stage.drop("acme", "a-2.csv.gz", rows(3));
        stage.drop("acme", "a-3.csv.gpg", encrypted(rows(3)));
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .hasSize(2)
                .allSatisfy(rejected -> assertThat(rejected.reasons())
                        .singleElement()
                        .satisfies(reason -> {
                            assertThat(reason.code()).isEqualTo(Code.NOT_ENCRYPTED);
                            assertThat(reason.message()).contains("gpg --encrypt");
                        }));
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.rowsAccepted()).isEqualTo(3));
    }

    @Test
    void aFileThatOthersHaveSignedIsRefused() {
        agree(
                false,
                Optional.empty(),
                ours.decryption().demanding(Optional.of(Certificates.read(tenants.publicText()))));
        stage.crash();
        TestMessage message = TestMessage.to(ours);
        byte[] content = rows(3).getBytes(StandardCharsets.UTF_8);
        stage.drop("acme", "a-1.csv.pgp", message.of(content));
        stage.drop(
                "acme",
                "a-2.csv.pgp",
                message.signed(ours, HashAlgorithmTags.SHA256).of(content));
        stage.drop(
                "acme",
                "a-3.csv.pgp",
                message.signed(tenants, HashAlgorithmTags.SHA256).of(content));
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .hasSize(2)
                .allSatisfy(
                        rejected -> assertThat(rejected.reasons().get(0).code()).isEqualTo(Code.NOT_SIGNED));
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    /** A thousand times as much as it has bytes, whichever layer has packed it. */
    @Test
    void oneThatUnpacksToTooMuchIsRefusedBeforeItIsLoaded() throws IOException {
        String much = "id,v\n" + ("1," + "x".repeat(90) + "\n").repeat(13_000);
        stage.drop("acme", "a-1.csv.gz.pgp", TestMessage.to(ours).of(zipped(much)));
        stage.drop(
                "acme",
                "a-2.csv.pgp",
                TestMessage.to(ours)
                        .compressed(CompressionAlgorithmTags.BZIP2, 1)
                        .of(much.getBytes(StandardCharsets.UTF_8)));
        stage.finish();
        assertThat(stage.events(ImportStarted.class)).isEmpty();
        assertThat(stage.events(FileRejected.class))
                .hasSize(2)
                .allSatisfy(
                        rejected -> assertThat(rejected.reasons().get(0).code()).isEqualTo(Code.FILE_TOO_LARGE));
    }

    @Test
    void anEncryptedDefinitionAndAFileOfAnotherKindAreRefused() {
        stage.drop("acme", "b.dataset.json.pgp", encrypted(Stage.DEFINITION.formatted("b", "u", "string")));
        stage.drop("acme", "a-1.csv.pgp", rows(3));
        stage.drop("acme", "a-2.csv.pgp", "");
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .extracting(rejected -> rejected.reasons().get(0).code())
                .containsExactlyInAnyOrder(Code.INVALID_DEFINITION, Code.NOT_DECRYPTED, Code.NOT_DECRYPTED);
        assertThat(stage.filesIn("out/rejected")).hasSize(3);
    }

    @Test
    void isReadByOneTaskHoweverLargeItIs() {
        stage.splitMinBytes = 1;
        stage.resize(3);
        stage.drop("acme", "a.csv.pgp", encrypted(rows(300)));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.rowsAccepted()).isEqualTo(300));
        assertThat(stage.filesIn("out/done")).contains("acme/a.csv.pgp");
    }

    @Test
    void theSameBytesAreTheSameFile() {
        stage.skipsDuplicates = true;
        stage.crash();
        byte[] file = encrypted(rows(5));
        stage.drop("acme", "a-1.csv.pgp", file);
        stage.finish();
        stage.drop("acme", "a-2.csv.pgp", file);
        stage.drop("acme", "a-3.csv.pgp", encrypted(rows(5)));
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .singleElement()
                .satisfies(
                        rejected -> assertThat(rejected.reasons().get(0).code()).isEqualTo(Code.DUPLICATE_FILE));
        assertThat(stage.events(ImportEnded.class)).hasSize(2);
    }
}
