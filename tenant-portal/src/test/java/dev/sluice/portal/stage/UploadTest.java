package dev.sluice.portal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.stage.UploadRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static final Tenant TENANT = new Tenant("client_a");
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path staging;

    private TenantFolder folder;
    private Path in;

    @BeforeEach
    void create() {
        folder = new StagingDirectory(staging, false).of(TENANT);
        in = staging.resolve("client_a/in");
    }

    @Test
    void aFileAppearsWhollyOrNotAtAll() throws Exception {
        try (Upload upload = folder.receive(FileName.of("speed/x.csv"), 100)) {
            upload.write(bytes("a"));
            assertThat(visible()).isEmpty();
            assertThat(hidden()).hasSize(1).allMatch(name -> name.startsWith(".") && name.endsWith(".part"));
            upload.write(bytes("bc"));
            upload.finish(Optional.of(new Sha256(ABC)));
            assertThat(visible()).isEmpty();
            Upload.Received received = upload.publish(false);
            assertThat(received).isEqualTo(new Upload.Received("speed/x.csv", 3, ABC));
        }
        assertThat(in.resolve("speed/x.csv")).hasContent("abc");
        assertThat(hidden()).isEmpty();
    }

    /** Never before the file itself, and not for one that was there: its owner may still be writing it. */
    @Test
    void whereMarkersAreAgreedUponTheFileGetsOne() throws Exception {
        TenantFolder marked = new StagingDirectory(staging, true).of(TENANT);
        try (Upload upload = marked.receive(FileName.of("x.csv"), 100);
                Upload rival = marked.receive(FileName.of("x.csv"), 100)) {
            upload.write(bytes("abc"));
            upload.finish(Optional.empty());
            rival.finish(Optional.empty());
            assertThat(visible()).isEmpty();
            upload.publish(true);
            assertThat(visible()).containsExactlyInAnyOrder("x.csv", "x.csv.done", "x.csv.check");
            Files.delete(in.resolve("x.csv.done"));
            assertRefused(Reason.NAME_TAKEN, () -> rival.publish(false));
        }
        assertThat(in.resolve("x.csv.done")).doesNotExist();
    }

    @Test
    void nothingIsLeftOfWhatIsBrokenOff() throws Exception {
        try (Upload upload = folder.receive(FileName.of("x.csv"), 100)) {
            upload.write(bytes("abc"));
        }
        assertThat(visible()).isEmpty();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void moreThanTheLimitAndOtherBytesAreRefused() throws Exception {
        try (Upload upload = folder.receive(FileName.of("x.csv"), 3)) {
            upload.write(bytes("abc"));
            assertRefused(Reason.TOO_LARGE, () -> upload.write(bytes("d")));
        }
        try (Upload upload = folder.receive(FileName.of("x.csv"), 3)) {
            upload.write(bytes("abd"));
            assertRefused(Reason.OTHER_CHECKSUM, () -> upload.finish(Optional.of(new Sha256(ABC))));
        }
        assertThat(visible()).isEmpty();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void ofManyAtOnceUnderOneNameOneGetsItAndNoneIsReplaced() throws Exception {
        int count = 8;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CyclicBarrier barrier = new CyclicBarrier(count);
        try {
            for (int round = 0; round < 20; round++) {
                FileName name = FileName.of("x" + round + ".csv");
                List<Future<Boolean>> results = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    String content = "content " + i;
                    Callable<Boolean> sending = () -> {
                        try (Upload upload = folder.receive(name, 100)) {
                            upload.write(bytes(content));
                            upload.finish(Optional.empty());
                            barrier.await();
                            upload.publish(false);
                            return true;
                        } catch (UploadRefusedException e) {
                            assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN);
                            return false;
                        }
                    };
                    results.add(threads.submit(sending));
                }
                int winners = 0;
                for (int i = 0; i < count; i++) {
                    if (results.get(i).get()) {
                        winners++;
                        assertThat(in.resolve(name.path())).hasContent("content " + i);
                    }
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hidden()).isEmpty();
    }

    @Test
    void aFileToBeCheckedHasItsMarkerFirstAndAnotherFileKeepsItsOwn() throws Exception {
        try (Upload upload = folder.receive(FileName.of("x.csv"), 100)) {
            upload.finish(Optional.empty());
            upload.publish(true);
        }
        assertThat(in.resolve("x.csv.check")).exists();
        try (Upload upload = folder.receive(FileName.of("y.csv"), 100)) {
            upload.finish(Optional.empty());
            Files.writeString(in.resolve("y.csv"), "another");
            assertRefused(Reason.NAME_TAKEN, () -> upload.publish(true));
        }
        assertThat(in.resolve("y.csv.check")).doesNotExist();
        assertThat(in.resolve("y.csv")).hasContent("another");
    }

    @Test
    void noLinkIsFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(staging.resolve("elsewhere"));
        Files.createDirectories(in);
        Files.createSymbolicLink(in.resolve("speed"), elsewhere);
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> folder.receive(FileName.of("speed/x.csv"), 100));
        Files.createSymbolicLink(in.resolve("x.csv"), elsewhere.resolve("target"));
        try (Upload upload = folder.receive(FileName.of("x.csv"), 100)) {
            assertRefused(Reason.NAME_TAKEN, () -> upload.finish(Optional.empty()));
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whatACrashLeftBehindIsDeletedAfterADay() throws Exception {
        Files.createDirectories(in.resolve("speed"));
        Instant now = Instant.now();
        Path old = Files.createFile(in.resolve("speed/.upload-1.part"));
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(25))));
        Path recent = Files.createFile(in.resolve(".upload-2.part"));
        Path others = Files.createFile(in.resolve(".other.part"));
        Files.setLastModifiedTime(others, FileTime.from(now.minus(Duration.ofDays(9))));
        new StagingDirectory(staging, false).deleteAbandoned(now);
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
        assertThat(others).exists();
    }

    @Test
    void checksumsInBothSpellings() {
        String base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assertThat(Sha256.of("sha-256=:" + base64 + ":", null)).contains(new Sha256(ABC));
        assertThat(Sha256.of("sha-512=:x:, sha-256=:" + base64 + ":", ABC.toUpperCase(java.util.Locale.ROOT)))
                .contains(new Sha256(ABC));
        assertThat(Sha256.of(null, null)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.of("sha-512=:x:", null));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.of(null, "abc"));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.of("sha-256=:" + base64 + ":", "0".repeat(64)));
    }

    private interface Call {
        void run() throws IOException, UploadRefusedException;
    }

    private static void assertRefused(Reason reason, Call call) {
        assertThatExceptionOfType(UploadRefusedException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> visible() throws IOException {
        return names().filter(name -> !name.startsWith(".")).toList();
    }

    private List<String> hidden() throws IOException {
        return names().filter(name -> name.startsWith(".")).toList();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(in)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList()
                    .stream();
        }
    }
}
