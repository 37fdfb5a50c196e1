package dev.sluice.source.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.source.Scratch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tenants use: the gpg of this machine, if there is one, as the guide tells to. */
class GnuPgTest {
    private static final String PASSPHRASE = "a phrase";

    /** Its agent's socket wants a short path. */
    private Path home;

    @TempDir(factory = Scratch.class)
    Path files;

    private String gpg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("gpg", "--homedir", home.toString(), "--batch", "--yes", "--quiet", "--trust-model", "always"));
        command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", PASSPHRASE));
        command.addAll(List.of(arguments));
        Path out = files.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(files.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(files.resolve("err")))
                .isZero();
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    private void start() throws IOException {
        assumeTrue(isInstalled(), "there is no gpg here");
        home = Files.createTempDirectory(
                Path.of("/tmp"),
                "g",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("gpg", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (home != null) {
            new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                    .start()
                    .waitFor();
            org.apache.kafka.common.utils.Utils.delete(home.toFile());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "rsa2048"})
    void whatItEncryptsAndSignsIsRead(String kind) throws Exception {
        start();
        gpg(
                "--quick-generate-key",
                "ops@example.org",
                kind.equals("default") ? "future-default" : kind,
                "default",
                "2y");
        if (!kind.equals("default")) {
            String fingerprint = gpg("--list-keys", "--with-colons")
                    .lines()
                    .filter(line -> line.startsWith("fpr"))
                    .findFirst()
                    .orElseThrow()
                    .split(":", -1)[9];
            gpg("--quick-add-key", fingerprint, kind, "encrypt", "2y");
        }
        String armored = gpg("--armor", "--export-secret-keys", "ops@example.org");
        PgpDecryption decryption = new PgpDecryption(PrivateKeys.read(armored, PASSPHRASE))
                .demanding(Optional.of(Certificates.read(gpg("--armor", "--export", "ops@example.org"))));
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);
        Path clear = Files.write(files.resolve("levels-1.csv"), content);
        Path sealed = files.resolve("levels-1.csv.pgp");
        for (List<String> options : List.of(
                List.<String>of(),
                List.of("--armor"),
                List.of("--compress-algo", "bzip2"),
                List.of("--compress-algo", "none", "--throw-keyids"))) {
            List<String> command = new ArrayList<>(options);
            command.addAll(List.of("--sign", "--encrypt", "--recipient", "ops@example.org", "--output"));
            command.addAll(List.of(sealed.toString(), clear.toString()));
            gpg(command.toArray(String[]::new));
            assertThat(decryption
                            .decrypted(new ByteArrayInputStream(Files.readAllBytes(sealed)))
                            .readAllBytes())
                    .as("%s", options)
                    .isEqualTo(content);
        }
    }

    @Test
    void itReadsWhatIsSealedForItsOwner() throws Exception {
        start();
        gpg("--quick-generate-key", "tenant@example.org", "future-default", "default", "2y");
        Certificates tenant = Certificates.read(gpg("--armor", "--export", "tenant@example.org"));
        Path sealed = files.resolve("a.rejects.csv.pgp");
        try (OutputStream file = Files.newOutputStream(sealed);
                OutputStream message = tenant.sealing(Instant.now().plusSeconds(5))
                        .orElseThrow()
                        .sealed(file)) {
            message.write("id,v\n1,x\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(gpg("--decrypt", sealed.toString())).isEqualTo("id,v\n1,x\n");
    }
}
