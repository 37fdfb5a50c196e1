package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.source.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tenant gets back: the rejected lines to be fixed and dropped again, and why. */
class RejectsTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
    }

    private void define(String csv) {
        stage.drop(
                "acme",
                "a.dataset.json",
                Stage.DEFINITION.formatted("a", "t", "string").replace("\"key_space\"", csv + ", \"key_space\""));
        stage.finish();
    }

    private Path out(String name) {
        return staging.resolve("acme/out").resolve(name);
    }

    private static byte[] packed(String name, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith("gz")
                ? new GZIPOutputStream(packed)
                : name.endsWith("zst") ? new ZstdOutputStream(packed) : packed) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv,UTF-8,''",
        "a.csv,UTF-8,M",
        "a.csv,UTF-16LE,M",
        "a.csv.gz,UTF-16BE,''",
        "a.csv.zst,windows-1252,''",
        "a.csv.gz,UTF-8,M",
        "a.csv,IBM1047,''"
    })
    void areTheLinesByteForByteUnderTheirHeader(String name, String charset, String mark) throws IOException {
        define("\"csv\": {\"comment\": \"#\", \"charset\": \"" + charset + "\"}");
        for (String end : List.of("\n", "\r\n", "\r")) {
            String header = "v,id" + end;
            String bad =
                    "1,2,3" + end + "\"bad\",é" + end + "\"open,1" + end + "\"a\" b,1" + end + "x".repeat(150) + end;
            String last = "bad, last";
            String text =
                    "#c" + end + header + "ok,1" + end + end + bad + "#c" + end + "\"ok" + end + "x\",2" + end + last;
            String expected = header + bad + last;
            String sign = mark.isEmpty() ? "" : "\uFEFF";
            stage.drop("acme", name, packed(name, (sign + text).getBytes(Charset.forName(charset))));
            stage.finish();
            String out = name + (end.equals("\n") ? "" : end.equals("\r\n") ? ".1" : ".2");
            assertThat(out(out + ".rejects.csv"))
                    .hasBinaryContent((sign + expected).getBytes(Charset.forName(charset)));
            assertThat(out(out + ".rejects.reasons.csv")).content().contains("\n5,,COLUMN_COUNT,\"3 fields\",");
        }
        assertThat(stage.events(ImportEnded.class))
                .hasSize(3)
                .allSatisfy(ended -> assertThat(ended.rowsRejected()).isEqualTo(6));
    }

    @Test
    void theReportCountsAndShows() throws IOException {
        define("\"ttl_seconds\": 60");
        stage.drop("acme", "a.csv", "id,v\n1\n2,bad\n\"3,x\n" + "too,many,fields\n".repeat(120));
        stage.finish();
        JsonNode report = new JsonMapper().readTree(out("a.csv.report.json").toFile());
        assertThat(report.path("violations_by_code").toString())
                .isEqualTo("{\"COLUMN_COUNT\":121,\"MALFORMED_CSV\":1,\"NOT_EXPLAINED\":1}");
        assertThat(report.path("rejected_by_validation").asInt()).isEqualTo(1);
        assertThat(report.path("violations")).hasSize(100);
        assertThat(report.path("violations").get(2).path("line").asInt()).isEqualTo(4);
        assertThat(Files.readAllLines(out("a.csv.rejects.reasons.csv"))).hasSize(124);
        assertThat(Files.readAllLines(out("a.csv.rejects.csv"))).hasSize(124);
    }

    @Test
    void nothingIsWrittenWhereNothingIsRejected() {
        define("\"ttl_seconds\": 60");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.finish();
        assertThat(stage.filesIn("out"))
                .containsExactly(
                        "acme/a.csv.report.json",
                        "acme/a.dataset.json.report.json",
                        "acme/done/a.csv",
                        "acme/done/a.dataset.json");
    }

    @Test
    void fixedRejectsAreAFileLikeAnyOther() throws IOException {
        define("\"ttl_seconds\": 60");
        stage.drop("acme", "a.csv.gz", packed("gz", "id,v\n1,x\n2\n".getBytes(StandardCharsets.UTF_8)));
        stage.finish();
        String rejects = Files.readString(out("a.csv.gz.rejects.csv"));
        stage.drop("acme", "a.csv.gz.rejects.csv", rejects.replace("2\n", "2,y\n"));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::rowsAccepted)
                .containsExactly(1L, 1L);
    }

    @Test
    void areCompleteWhereverTheTaskIsStopped() throws IOException {
        define("\"ttl_seconds\": 60");
        String bad = "too,many,fields\n".repeat(30);
        for (int turns = 0; turns < 60; turns++) {
            String name = "a-" + turns + ".csv";
            stage.drop("acme", name, "id,v\n1,x\n" + bad);
            for (int i = 0; i < turns; i++) {
                stage.poll(0);
                stage.connect.acknowledge(20);
                stage.clock.advance(5);
            }
            stage.connect.commitOffsets();
            stage.crash();
            stage.finish();
            assertThat(out(name + ".rejects.csv")).hasContent("id,v\n" + bad);
            assertThat(out(name + ".1.report.json")).doesNotExist();
        }
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }
}
