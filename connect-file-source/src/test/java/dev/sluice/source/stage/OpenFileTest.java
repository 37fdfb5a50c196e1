package dev.sluice.source.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
    private static final List<String> FORMS = List.of(".csv", ".gz", ".zst");

    @TempDir(factory = Scratch.class)
    Path staging;

    private TenantDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = new TenantDirectory(staging, new Tenant("acme"));
        directory.create();
    }

    static byte[] packed(String form, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = form.equals(".gz")
                ? new GZIPOutputStream(bytes)
                : form.equals(".zst") ? new ZstdOutputStream(bytes).setChecksum(true) : bytes) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] random(Random random, int most) {
        byte[] content = new byte[random.nextInt(most)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + random.nextInt(4));
        }
        return content;
    }

    private OpenFile open(String name, byte[] bytes, long max) throws IOException {
        Files.write(directory.in().resolve(name), bytes);
        return directory.openData(name, max);
    }

    private static byte[] rest(OpenFile file, Random random) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 + random.nextInt(2000)];
        for (int read; (read = file.read(buffer, 0, buffer.length)) >= 0; ) {
            assertThat(read).isPositive();
            content.write(buffer, 0, read);
        }
        return content.toByteArray();
    }

    private byte[] content(String name, byte[] bytes) throws IOException {
        try (OpenFile file = open(name, bytes, 1 << 20)) {
            return rest(file, new Random(0));
        }
    }

    @Test
    void unpacksWhatWasPackedAndHashesWhatLiesThere() {
        Seeds.first(60).forEach(seed -> {
            Random random = new Random(seed);
            for (String form : FORMS) {
                byte[] first = random(random, 100_000);
                byte[] second = random(random, 1000);
                byte[] lies = joined(packed(form, first), packed(form, second));
                try (OpenFile file = open("a" + form, lies, 1 << 20)) {
                    file.read(new byte[100], 0, 1 + random.nextInt(99));
                    file.rewind();
                    assertThat(rest(file, random)).as("seed %d", seed).isEqualTo(joined(first, second));
                    assertThat(file.offset()).isEqualTo(first.length + second.length);
                    assertThat(file.packedBytes()).isEqualTo(lies.length);
                    assertThat(file.sha256())
                            .isEqualTo(HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(lies)));
                    int to = random.nextInt(1 + first.length);
                    file.rewind();
                    file.skipTo(to);
                    assertThat(rest(file, random))
                            .isEqualTo(joined(Arrays.copyOfRange(first, to, first.length), second));
                } catch (IOException | NoSuchAlgorithmException e) {
                    throw new AssertionError("-Dseed=" + seed, e);
                }
            }
        });
    }

    @Test
    void noCutOffArchiveIsTakenForAWholeOne() {
        byte[] content = random(new Random(1), 3000);
        for (String form : List.of(".gz", ".zst")) {
            byte[] whole = packed(form, content);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> content("a" + form, cut))
                        .as("%d of %d bytes of %s", length, whole.length, form)
                        .isInstanceOfSatisfying(
                                UnpackException.class,
                                e -> assertThat(e.violation("refused.").code()).isEqualTo(Code.CORRUPT_FILE));
            }
        }
    }

    @Test
    void noDamageGoesUnseen() throws IOException {
        byte[] content = random(new Random(1), 3000);
        for (String form : List.of(".gz", ".zst")) {
            byte[] whole = joined(packed(form, content), packed(form, content));
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << (at % 8));
                try {
                    assertThat(content("a" + form, damaged)).isEqualTo(joined(content, content));
                } catch (UnpackException seen) {
                    assertThat(seen.violation("refused.").message()).contains("before byte", "Pack and drop");
                }
            }
        }
    }

    @Test
    void zerosBehindGzipArePaddingAndNothingElseIs() throws IOException {
        byte[] whole = packed(".gz", new byte[] {'x'});
        assertThat(content("a.gz", joined(whole, new byte[100_000]))).isEqualTo(new byte[] {'x'});
        for (byte[] tail : List.of(new byte[] {1}, new byte[] {0, 0, 1}, new byte[] {0x1F, (byte) 0x8B, 7})) {
            assertThatThrownBy(() -> content("a.gz", joined(whole, tail))).isInstanceOf(UnpackException.class);
        }
    }

    @Test
    void unpacksNoMoreThanAllowed() throws IOException {
        for (String form : List.of(".gz", ".zst")) {
            byte[] bomb = packed(form, new byte[50 << 20]);
            assertThat(bomb.length).isLessThan(1 << 17);
            try (OpenFile file = open("a" + form, bomb, 1 << 20)) {
                assertThatThrownBy(() -> rest(file, new Random(0)))
                        .isInstanceOfSatisfying(
                                UnpackException.class,
                                e -> assertThat(e.violation("refused.")).satisfies(reason -> {
                                    assertThat(reason.code()).isEqualTo(Code.FILE_TOO_LARGE);
                                    assertThat(reason.message()).contains("max_file_size_mb=1 ");
                                }));
                assertThat(file.offset()).isLessThan(2 << 20);
            }
            byte[] exact = packed(form, new byte[1 << 20]);
            assertThat(content("a" + form, exact)).hasSize(1 << 20);
        }
    }

    @Test
    void theNameSaysHowItIsCompressed() {
        assertThat(Compression.of("a.csv")).isEqualTo(Compression.NONE);
        assertThat(Compression.of("gz")).isEqualTo(Compression.NONE);
        assertThat(Compression.of("b/a.csv.GZ")).isEqualTo(Compression.GZIP);
        assertThat(Compression.of("a.zst")).isEqualTo(Compression.ZSTD);
    }
}
