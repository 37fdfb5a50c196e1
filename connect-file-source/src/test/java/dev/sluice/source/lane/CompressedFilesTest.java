package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed file is read as the file that was compressed; what is wrong with it is its import's failure, not a retry. */
class CompressedFilesTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    private static byte[] packed(String form, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = form.equals("gz") ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String rows(int count) {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder("id,v\n");
        for (int i = 0; i < count; i++) {
            rows.append(i).append(',');
            for (int part = 0; part < 5; part++) {
                rows.append(Long.toHexString(random.nextLong()));
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    private List<RowPosition> positions() {
        return stage.connect.log.stream()
                .filter(written -> !written.isEvent())
                .map(SimulatedConnect.Written::row)
                .distinct()
                .sorted(java.util.Comparator.comparingLong(RowPosition::ordinal))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void isResumedAtTheSameRowsAndPositions(String form) throws IOException {
        String content = rows(300);
        stage.drop("acme", "a.csv." + form, packed(form, content));
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
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void oneThatIsCutOffFailsItsImportOnce(String form) throws IOException {
        byte[] whole = packed(form, rows(5000));
        stage.drop("acme", "a.csv." + form, Arrays.copyOf(whole, whole.length - 3));
        stage.finish();
        assertThat(stage.events(ImportFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo(Code.CORRUPT_FILE);
                assertThat(reason.message()).contains("cut off");
            });
        });
        assertThat(stage.filesIn("out/rejected")).containsExactly("acme/a.csv." + form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void oneThatUnpacksToTooMuchFailsItsImport(String form) throws IOException {
        stage.drop("acme", "a.csv." + form, packed(form, "id,v\n" + ("1," + "x".repeat(90) + "\n").repeat(13_000)));
        stage.finish();
        assertThat(stage.events(ImportFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reasons())
                        .extracting(reason -> reason.code())
                        .containsExactly(Code.FILE_TOO_LARGE));
    }
}
