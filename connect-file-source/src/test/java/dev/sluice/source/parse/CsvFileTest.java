package dev.sluice.source.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.TenantDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole file: its header, its rows from any row on, whatever it is packed and written in. */
class CsvFileTest {
    private static final String TEXT = "\n# exported today\n\r\nv,id\r\nx,1\n\n#not a row\n\"ü\ny\",2\r\rbad\n😀,3";

    @TempDir(factory = Scratch.class)
    Path staging;

    private TenantDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = new TenantDirectory(staging, new Tenant("acme"));
        directory.create();
    }

    private record Row(List<String> fields, Position next) {}

    private static Definition definition(String options) {
        String json = """
                {"name": "d", "key_space": "k", "primary_key": ["id"], "schema": {"type": "record", "name": "t",
                 "fields": [{"name": "id", "type": "string"}, {"name": "v", "type": ["null", "string"]}]}, %s}""".formatted(options);
        DefinitionReader.Result result =
                new DefinitionReader(new Tenant("acme"), k -> true).read(json.getBytes(StandardCharsets.UTF_8));
        return ((DefinitionReader.Result.Valid) result).definition();
    }

    private CsvFile open(String name, byte[] content, Definition definition, Position from) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(packed)
                : name.endsWith(".zst") ? new ZstdOutputStream(packed) : packed) {
            out.write(content);
        }
        Files.write(directory.in().resolve(name), packed.toByteArray());
        return CsvFile.open(directory.openData(name, 1 << 20), definition, 100, from);
    }

    private static List<Row> rows(CsvFile file) throws IOException {
        List<Row> rows = new ArrayList<>();
        while (!file.isReady()) {
            file.prepare(5);
        }
        long ordinal = 1;
        while (file.scanner().next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < file.scanner().fields(); i++) {
                fields.add(file.parser().field(file.scanner(), i));
            }
            rows.add(new Row(fields, file.scanner().position(++ordinal)));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8,UTF-8,''",
        "UTF-8,UTF-8,M",
        "UTF-16,UTF-16LE,M",
        "UTF-16,UTF-16BE,M",
        "UTF-16,UTF-16LE,''",
        "UTF-16,UTF-16BE,''",
        "UTF-16LE,UTF-16LE,M",
        "UTF-16BE,UTF-16BE,''"
    })
    void isReadFromAnyRowOn(String named, String written, String mark) throws IOException {
        byte[] content = ((mark.isEmpty() ? "" : "\uFEFF") + TEXT).getBytes(Charset.forName(written));
        Definition definition = definition("\"csv\": {\"comment\": \"#\", \"charset\": \"" + named + "\"}");
        for (String name : List.of("a.csv", "a.csv.gz", "a.csv.zst")) {
            List<Row> all;
            String sha256;
            try (CsvFile file = open(name, content, definition, Position.START)) {
                assertThat(((RowColumns.Result.Mapped) file.columns()).columns().targets())
                        .containsExactly(1, 0);
                all = rows(file);
                sha256 = file.sha256();
            }
            assertThat(all)
                    .extracting(Row::fields)
                    .containsExactly(List.of("x", "1"), List.of("ü\ny", "2"), List.of("bad"), List.of("😀", "3"));
            assertThat(all.get(3).next().bytes()).isEqualTo(content.length);
            for (int i = 0; i < all.size(); i++) {
                try (CsvFile file = open(name, content, definition, all.get(i).next())) {
                    assertThat(rows(file))
                            .extracting(Row::fields)
                            .isEqualTo(all.subList(i + 1, all.size()).stream()
                                    .map(Row::fields)
                                    .toList());
                    assertThat(file.sha256()).isEqualTo(sha256);
                    assertThat(file.bytesRead())
                            .isEqualTo(Files.size(directory.in().resolve(name)));
                }
            }
        }
    }

    @Test
    void withoutAHeaderColumnsGoByPosition() throws IOException {
        Definition definition = definition("\"csv.first.row.as.header\": false, \"csv\": {\"charset\": \"UTF-16\"}");
        try (CsvFile file = open("a.csv", "1,x\n2,y".getBytes(StandardCharsets.UTF_16), definition, Position.START)) {
            assertThat(rows(file)).extracting(Row::fields).containsExactly(List.of("1", "x"), List.of("2", "y"));
        }
        for (int length = 0; length < 2; length++) {
            try (CsvFile file = open("a.csv", new byte[length], definition, Position.START)) {
                assertThat(rows(file)).hasSize(length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, MISSING_COLUMN",
                "#id, MISSING_COLUMN",
                "`id,v,id`, DUPLICATE_COLUMN",
                "`id,x`, UNKNOWN_COLUMN",
                "v, MISSING_COLUMN",
                "`id,\"v`, MALFORMED_CSV",
                "`id,`, UNKNOWN_COLUMN",
                "`ID,v`, UNKNOWN_COLUMN"
            })
    void aHeaderThatCannotBeUsedIsRefused(String header, Code code) throws IOException {
        try (CsvFile file = open(
                "a.csv",
                header.getBytes(StandardCharsets.UTF_8),
                definition("\"csv\": {\"comment\": \"#\"}"),
                Position.START)) {
            assertThat(((RowColumns.Result.Refused) file.columns()).violations())
                    .extracting(Violation::code)
                    .contains(code);
        }
    }
}
