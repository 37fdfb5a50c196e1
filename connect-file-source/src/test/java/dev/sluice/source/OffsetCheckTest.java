package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Tenant;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Datasets;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.Journals;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.TenantDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetCheckTest {
    private static final Tenant TENANT = new Tenant("acme");
    private static final String IMPORT = "0123456789abcdef0123";

    private static final String DEFINITION = """
            {"name": "a", "key_space": "k", "primary_key": ["id"], "csv": {"charset": "%s"},
             "schema": {"type": "record", "name": "t", "fields": [{"name": "id", "type": "string"}]}}""";

    @TempDir(factory = Scratch.class)
    Path staging;

    @BeforeEach
    void anImportIsInProgress() throws IOException {
        anImportIsInProgress("a.csv", "UTF-8", "id\n1\n2\n3\n", new Position(7, 4, 3));
    }

    private void anImportIsInProgress(String name, String charset, String content, Position... marks)
            throws IOException {
        anImportIsInProgress(Manner.ROWS, name, charset, content, marks);
    }

    private void anImportIsInProgress(Manner manner, String name, String charset, String content, Position... marks)
            throws IOException {
        TenantDirectory directory = new TenantDirectory(staging, TENANT);
        directory.create();
        byte[] json = DEFINITION.formatted(charset).getBytes(StandardCharsets.UTF_8);
        DefinitionReader reader = new DefinitionReader(TENANT, keyspace -> true);
        Definition definition = ((DefinitionReader.Result.Valid) reader.read(json)).definition();
        new Datasets(directory, reader)
                .save(new AcceptedDefinition(definition, 1, 0, new AcceptedDefinition.Reach("rows", 1)));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(packed) : packed) {
            out.write(content.getBytes(Charset.forName(charset)));
        }
        Files.write(directory.in().resolve(name), packed.toByteArray());
        Journals journals = new Journals(directory);
        journals.save(new ImportJournal(
                new ImportContext(new DatasetId(TENANT, "a"), IMPORT, "t", 1, 1),
                directory.look(name).orElseThrow(),
                Instant.EPOCH,
                manner,
                Optional.empty()));
        Files.deleteIfExists(journals.rejectedRows(IMPORT));
        try (RejectedRows rows = RejectedRows.open(journals.rejectedRows(IMPORT))) {
            for (Position mark : marks) {
                rows.add(new AckLedger.Progress(List.of(), Optional.of(mark)));
            }
        }
    }

    private void alter(String dataset, Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(Map.of("dataset", dataset), offset);
        assertThat(new FileSourceConnector().alterOffsets(settings(), offsets)).isTrue();
    }

    private Map<String, String> settings() {
        return Map.of(
                "tenants", "acme,beta",
                "staging.dir", staging.toString(),
                "schema.registry.url", "http://a:1",
                "kafka.bootstrap.servers", "a:1");
    }

    private static Map<String, ?> offset(String importId, long bytes, long line, long ordinal) {
        return Map.of(
                "import", importId, "file", "a.csv", "byte", bytes, "line", line, "ordinal", ordinal, "state",
                "READING");
    }

    private void refused(String dataset, Map<String, ?> offset, String why) {
        assertThatThrownBy(() -> alter(dataset, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(dataset)
                .hasMessageContaining(why)
                .hasMessageContaining("no offset was changed");
    }

    @Test
    void aPositionCanBeResetOrMovedBack() {
        alter("acme/a", null);
        alter("beta/any", null);
        alter("acme/a", offset(IMPORT, 7, 4, 3));
        alter("acme/a", offset(IMPORT, 5, 3, 2));
        alter("acme/a", offset(IMPORT, 0, 1, 1));
    }

    @Test
    void nothingIsSkippedAndNoRowIsCut() {
        refused("acme/a", offset(IMPORT, 9, 5, 4), "Rows cannot be skipped");
        refused("acme/a", offset(IMPORT, 6, 3, 2), "no row 2 that begins at byte 6");
        refused("acme/a", offset(IMPORT, 0, 1, 2), "no row 2 that begins at byte 0");
    }

    @Test
    void aLineEndInQuotesBeginsNoRow() throws IOException {
        anImportIsInProgress("a.csv", "UTF-8", "id\n1\n\"2\n2\"\n3\n", new Position(3, 2, 1), new Position(13, 6, 4));
        alter("acme/a", offset(IMPORT, 5, 3, 2));
        alter("acme/a", offset(IMPORT, 11, 5, 3));
        refused("acme/a", offset(IMPORT, 8, 4, 3), "no row 3 that begins at byte 8");
        refused("acme/a", offset(IMPORT, 11, 4, 3), "line 4");
        refused("acme/a", offset(IMPORT, 11, 5, 2), "no row 2 that begins at byte 11");
    }

    @ParameterizedTest
    @CsvSource({"a.csv,UTF-16LE,2", "a.csv,UTF-16BE,2", "a.csv,IBM1047,1", "a.csv.gz,UTF-8,1", "a.csv.gz,UTF-16,2"})
    void positionsAreThoseOfTheUnpackedTextInItsCharset(String name, String charset, int unit) throws IOException {
        int mark = charset.equals("UTF-16") ? 2 : 0;
        String content = "id\n" + "1\n".repeat(1000);
        anImportIsInProgress(name, charset, content, new Position(mark + 2003L * unit, 1002, 1001));
        alter("acme/a", offset(IMPORT, mark + 2003L * unit, 1002, 1001));
        alter("acme/a", offset(IMPORT, mark + 5L * unit, 3, 2));
        refused("acme/a", offset(IMPORT, mark + 4L * unit, 3, 2), "no row 2");
    }

    @Test
    void aFileThatSeveralTasksReadHasNoPositionOfItsOwn() throws IOException {
        anImportIsInProgress(Manner.RANGES, "a.csv", "UTF-8", "id\n1\n2\n3\n", new Position(7, 4, 3));
        refused("acme/a", offset(IMPORT, 5, 3, 2), "is read in ranges");
        alter("acme/a", null);
        assertThat(new FileSourceConnector().alterOffsets(settings(), forgotten(Map.of("range", "acme/a/3"))))
                .isTrue();
        assertThatThrownBy(() ->
                        new FileSourceConnector().alterOffsets(settings(), forgotten(Map.of("range", "zeta/a/3"))))
                .hasMessageContaining("does not serve");
    }

    @Test
    void aFileThatIsImportedAtomicallyHasNoPositionToBeSet() throws IOException {
        anImportIsInProgress(Manner.ATOMIC, "a.csv", "UTF-8", "id\n1\n2\n3\n", new Position(7, 4, 3));
        refused("acme/a", offset(IMPORT, 5, 3, 2), "as a whole or not at all");
        alter("acme/a", null);
    }

    private static Map<Map<String, ?>, Map<String, ?>> forgotten(Map<String, ?> partition) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(partition, null);
        return offsets;
    }

    @Test
    void anotherImportOrTenantIsRefused() {
        refused("acme/a", offset("ffffffffffffffffffff", 5, 3, 2), "no import");
        refused("acme/b", offset(IMPORT, 5, 3, 2), "no import");
        refused("zeta/a", null, "does not serve");
    }
}
