package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A tenant's encrypted file is loaded by the real worker, with keys from its config providers and Bouncy Castle in the plugin's own class
 * loader; what stands in its rows is nowhere in clear text but in the topics and the table.
 */
@ExtendWith(StackExtension.class)
class EncryptedFilesIT {
    private static final String NAME = "sealed";
    private static final String PASSPHRASE = "correct horse battery staple";
    /** Stands in every row. */
    private static final String MARKER = "opensesame";

    private static final int ROWS = 2_000;
    private static final String DEFINITION = """
            {"name": "one", "file_type": "csv", "key_space": "%s", "primary_key": ["id"],
             "schema": {"type": "record", "name": "%s", "fields": [
               {"name": "id", "type": "int"}, {"name": "word", "type": "string"}, {"name": "n", "type": "long"}]}}
            """.formatted(OwnPipeline.KEYSPACE, NAME);

    private final BcOpenPGPApi pgp = new BcOpenPGPApi();
    private LocalStack stack;
    private OwnPipeline pipeline;
    private Staging staging;
    private OpenPGPKey operators;
    private OpenPGPKey tenants;

    @BeforeEach
    void deploy(LocalStack localStack) throws Exception {
        stack = localStack;
        operators =
                pgp.generateKey(4).ed25519x25519Key("Sluice <ops@example.org>").build(PASSPHRASE.toCharArray());
        tenants = pgp.generateKey(4)
                .ed25519x25519Key("Tenant <files@example.org>")
                .build();
        Path secrets = stack.secretsDirectory();
        Files.writeString(secrets.resolve("sealed.asc"), operators.toAsciiArmoredString());
        Files.writeString(
                secrets.resolve("sealed-tenant.asc"), tenants.toCertificate().toAsciiArmoredString());
        Files.writeString(secrets.resolve("sealed.properties"), "passphrase=" + PASSPHRASE + "\n");
        pipeline = new OwnPipeline(stack, NAME);
        staging = pipeline.staging();
        pipeline.deploy(Map.of(
                "pgp.private.keys", "${directory:" + secrets + ":sealed.asc}",
                "pgp.passphrase", "${file:" + secrets + "/sealed.properties:passphrase}",
                "pgp.recipient.keys", "${directory:" + secrets + ":sealed-tenant.asc}",
                "pgp.signer.keys", "${directory:" + secrets + ":sealed-tenant.asc}",
                "require.encryption", "true"));
    }

    @AfterEach
    void close() throws InterruptedException {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Test
    void rowsAreLoadedAndNothingElseTellsThem() throws Exception {
        staging.drop("one.dataset.json", DEFINITION);
        staging.drop("one-1.csv.pgp", encrypted(rows()));
        JsonNode report = pipeline.awaitReport("one-1.csv.pgp");
        assertThat(report.path("state").asText()).isEqualTo("completed");
        assertThat(report.path("rows_accepted").asLong()).isEqualTo(ROWS);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(1);
        assertThat(report.at("/violations/0/code").asText()).isEqualTo("TYPE_MISMATCH");
        assertThat(report.at("/violations/0/line").asInt()).isEqualTo(ROWS + 2);
        assertTable();

        assertThat(decrypted("one-1.csv.pgp.rejects.csv.pgp")).isEqualTo("id,word,n\n" + badRow());
        assertThat(decrypted("one-1.csv.pgp.rejects.reasons.csv.pgp")).contains("TYPE_MISMATCH", MARKER);
        assertThat(decrypted("one-1.csv.pgp.report.json.pgp")).contains(MARKER);

        byte[] tampered = encrypted(rows());
        tampered[tampered.length / 2] ^= 1;
        staging.drop("one-2.csv.pgp", tampered);
        assertThat(pipeline.awaitReport("one-2.csv.pgp").at("/reasons/0/code").asText())
                .isEqualTo("CORRUPT_FILE");
        staging.drop("one-3.csv", "id,word,n\n1,clear,2\n");
        JsonNode clear = pipeline.awaitReport("one-3.csv");
        assertThat(clear.at("/reasons/0/code").asText()).isEqualTo("NOT_ENCRYPTED");
        assertThat(clear.at("/reasons/0/message").asText()).contains("gpg --encrypt");

        assertNothingTells(stack.stagingDirectory().resolve(NAME), MARKER);
        for (String secret : List.of(MARKER, PASSPHRASE, "PGP PRIVATE KEY")) {
            assertThat(Files.readString(stack.engine("worker-1").logFile())).doesNotContain(secret);
        }
        assertThat(pipeline.rest().get("/connectors/" + NAME).toString())
                .contains("${directory:")
                .doesNotContain("PGP PRIVATE KEY");
    }

    private static String badRow() {
        return ROWS + "," + MARKER + "-bad," + MARKER + "\n";
    }

    private static byte[] rows() {
        StringBuilder text = new StringBuilder("id,word,n\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i)
                    .append(',')
                    .append(MARKER)
                    .append(i)
                    .append(',')
                    .append(3L * i)
                    .append('\n');
        }
        return text.append(badRow()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] encrypted(byte[] content) throws IOException, PGPException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream message = pgp.signAndOrEncryptMessage()
                .addEncryptionCertificate(operators.toCertificate())
                .addSigningKey(tenants)
                .setArmored(false)
                .open(bytes)) {
            message.write(content);
        }
        return bytes.toByteArray();
    }

    private String decrypted(String name) throws IOException, PGPException {
        try (InputStream message = pgp.decryptAndOrVerifyMessage()
                .addDecryptionKey(tenants)
                .process(new ByteArrayInputStream(
                        Files.readAllBytes(staging.out().resolve(name))))) {
            return new String(message.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertTable() throws Exception {
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
            Map<Integer, String> actual = new HashMap<>();
            Await.atMost(OwnPipeline.PATIENCE).until("all rows in the table", () -> {
                actual.clear();
                tables.rows(OwnPipeline.KEYSPACE, NAME)
                        .forEach(row -> actual.put((Integer) row.get("id"), row.get("word") + " " + row.get("n")));
                return actual.size() == ROWS;
            });
            assertThat(actual).allSatisfy((id, row) -> assertThat(row).isEqualTo(MARKER + id + " " + 3L * id));
        }
    }

    private static void assertNothingTells(Path folder, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(8);
            for (Path file : all) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
