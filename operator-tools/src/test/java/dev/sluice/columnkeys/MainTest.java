package dev.sluice.columnkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    private String file;
    private String in = "";
    private String out;
    private String err;

    @BeforeEach
    void name() {
        file = directory.resolve("column-keys.json").toString();
    }

    private int run(String... words) {
        StringWriter toOut = new StringWriter();
        StringWriter toErr = new StringWriter();
        int code = Main.run(
                new ByteArrayInputStream(in.getBytes(UTF_8)),
                new PrintWriter(toOut, true),
                new PrintWriter(toErr, true),
                words);
        out = toOut.toString();
        err = toErr.toString();
        return code;
    }

    @Test
    void addMakesAFileForItsOwnerOnlyAndThenAddsToIt() throws IOException {
        assertThat(run("add", "client_a", "--file", file)).isZero();
        assertThat(out).contains("made random key", "of client_a", file, "restarted");
        assertThat(err).isEmpty();
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(run("add", "client_a", "--file", file, "--kind", "deterministic"))
                .isZero();
        assertThat(run("add", "client_b", "--file", file)).isZero();

        ColumnKeys keys = keys();
        assertThat(keys.tenants()).containsExactly("client_a", "client_b");
        assertThat(keys.of("client_a")).containsOnlyKeys(EncryptionKind.RANDOM, EncryptionKind.DETERMINISTIC);
        assertThat(keys.of("client_b")).containsOnlyKeys(EncryptionKind.RANDOM);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void whatIsThereStaysAsItIs() throws IOException {
        run("add", "client_a", "--file", file);
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("r--r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of(file));
        String before = keys().toString();

        assertThat(run("add", "client_a", "--file", file)).isOne();
        assertThat(err).contains("has a random key", "nothing was changed", "rotate");
        assertThat(keys()).hasToString(before);
        assertThat(run("add", "client_b", "--file", link.toString())).isZero();
        assertThat(permissions()).isEqualTo("r--r-----");
        assertThat(link).isSymbolicLink();
        assertThat(keys().of("client_a")).hasToString(before.substring(before.indexOf('=') + 1, before.length() - 1));
    }

    @Test
    void whoeverChangesTheFileMeanwhileIsNotOverwritten() throws IOException {
        run("add", "client_a", "--file", file);
        Path lock = Files.createFile(Path.of(file + ".new"));

        assertThat(run("add", "client_b", "--file", file)).isOne();
        assertThat(err).contains(lock.toString(), "nothing was changed", "remove it");
        assertThat(lock).exists();
        assertThat(keys().tenants()).containsExactly("client_a");
    }

    @Test
    void aFileThatIsNotInOrderIsNotTouchedAndNoKeyOfItTold() throws IOException {
        run("add", "client_a", "--file", file);
        String broken =
                Files.readString(Path.of(file)).replace("AesGcmKey", "AesKey").replace("client_a", "Client");
        Files.writeString(Path.of(file), broken);

        for (List<String> words : List.of(
                List.of("add", "client_b"),
                List.of("rotate", "client_b"),
                List.of("show"),
                List.of("decrypt", "a.b.c", "0x"))) {
            List<String> all = new java.util.ArrayList<>(words);
            all.addAll(List.of("--file", file));
            assertThat(run(all.toArray(String[]::new))).isOne();
            assertThat(err)
                    .contains("not in order, so nothing was done", "'Client' is no tenant's name")
                    .doesNotContain("keyData");
        }
        assertThat(Files.readString(Path.of(file))).isEqualTo(broken);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void rotationEncryptsWithANewKeyAndDecryptsWithBoth() throws IOException {
        run("add", "client_a", "--file", file);
        String before = encrypted("client_a.persons.phone", EncryptionKind.RANDOM, "+358 40");
        long first = keys().of("client_a").get(EncryptionKind.RANDOM).primaryId();

        assertThat(run("rotate", "client_a", "--file", file)).isZero();

        long second = keys().of("client_a").get(EncryptionKind.RANDOM).primaryId();
        assertThat(out).contains("key " + second + " of client_a", "these decrypt: [" + first + ", " + second + "]");
        String after = encrypted("client_a.persons.phone", EncryptionKind.RANDOM, "+358 50");
        assertThat(run("decrypt", "--file", file, "client_a.persons.phone", before, after))
                .isZero();
        assertThat(out).isEqualTo("+358 40\n+358 50\n");
        assertThat(run("show", "--file", file)).isZero();
        assertThat(out)
                .isEqualTo("client_a  random  encrypts: " + second + "  decrypt: " + first + " " + second + "\n");
    }

    @Test
    void onlyARandomKeyThatIsThereIsRotated() {
        run("add", "client_a", "--file", file, "--kind", "deterministic");

        assertThat(run("rotate", "client_a", "--file", file)).isOne();
        assertThat(err).contains("has no random key", "nothing was changed", "add");
        assertThat(run("rotate", "client_a", "--file", file, "--kind", "deterministic"))
                .isEqualTo(2);
    }

    @Test
    void decryptReadsLinesAsCqlshPrintsThem() throws IOException {
        run("add", "client_a", "--file", file, "--kind", "deterministic");
        in = "  " + encrypted("client_a.persons.id", EncryptionKind.DETERMINISTIC, "7") + " \n\n"
                + encrypted("client_a.persons.id", EncryptionKind.DETERMINISTIC, "häh\n\u001b[2J")
                        .substring(2) + "\n";

        assertThat(run("decrypt", "--file", file, "client_a.persons.id")).isZero();

        assertThat(out).isEqualTo("7\nhäh\\u000a\\u001b[2J\n");
        assertThat(run("decrypt", "--file", file, "--hex", "client_a.persons.id"))
                .isZero();
        assertThat(out.lines()).first().isEqualTo("0x37");
    }

    @Test
    void whatCannotBeDecryptedIsLeftOutAndTold() throws IOException {
        run("add", "client_a", "--file", file);
        String good = encrypted("client_a.persons.phone", EncryptionKind.RANDOM, "1");
        String other = encrypted("client_a.persons.fax", EncryptionKind.RANDOM, "2");

        assertThat(run("decrypt", "--file", file, "client_a.persons.phone", other, "0xzz", good))
                .isOne();

        assertThat(out).isEqualTo("1\n");
        assertThat(err)
                .contains("'" + other + "' cannot be decrypted as one of client_a.persons.phone")
                .contains("'0xzz' is no value");
        assertThat(run("decrypt", "--file", file, "client_b.persons.phone", good))
                .isOne();
        assertThat(err).contains("has no key of tenant 'client_b'");
    }

    @Test
    void whatIsNotUnderstoodIsTold() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("add", "client_a")).isEqualTo(2);
        assertThat(err).contains("--file");
        assertThat(run("add", "Client", "--file", file)).isEqualTo(2);
        assertThat(run("add", "client_a", "--file", file, "--kind", "secret")).isEqualTo(2);
        assertThat(err).contains("neither random nor deterministic");
        assertThat(run("decrypt", "--file", file, "phone", "0x00")).isEqualTo(2);
        assertThat(err).contains("tenant.table.column");
        assertThat(run("show", "--file", file)).isOne();
        assertThat(err).contains(file);
        assertThat(run("--version")).isZero();
        assertThat(Path.of(file)).doesNotExist();
    }

    @Test
    void aFileThatEverybodyReadsIsWarnedOf() throws IOException {
        run("add", "client_a", "--file", file);
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("show", "--file", file)).isZero();
        assertThat(err).contains("can be read by everybody", "chmod o= " + file);
    }

    @Test
    void noCommandPrintsAKey() throws IOException {
        StringBuilder told = new StringBuilder();
        for (String[] words : new String[][] {
            {"add", "client_a", "--file", file},
            {"add", "client_a", "--file", file, "--kind", "deterministic"},
            {"rotate", "client_a", "--file", file},
            {"show", "--file", file},
            {"add", "client_a", "--file", file}
        }) {
            run(words);
            told.append(out).append(err);
        }
        List<String> secrets = java.util.regex.Pattern.compile("\"value\" : \"([^\"]+)\"")
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(secrets).hasSize(3).noneMatch(secret -> told.toString().contains(secret.substring(4, 24)));
    }

    private String encrypted(String column, EncryptionKind kind, String text) throws IOException {
        return "0x"
                + HexFormat.of()
                        .formatHex(keys().cipher(ColumnAddress.parse(column), kind)
                                .orElseThrow()
                                .encrypt(text.getBytes(UTF_8)));
    }

    private ColumnKeys keys() throws IOException {
        return ColumnKeys.parse(Files.readString(Path.of(file)));
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
    }
}
