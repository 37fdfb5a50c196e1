package dev.sluice.source.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowColumnsTest {
    private static Definition definition(String unknownColumns) {
        return definition(unknownColumns, "false");
    }

    private static Definition definition(String unknownColumns, String encrypt) {
        String json = """
                {"name": "d", "key_space": "k", "primary_key": ["id"], "unknown_columns": "%s",
                 "schema": {"type": "record", "name": "t", "fields": [
                   {"name": "id", "type": "string"},
                   {"name": "n", "type": ["null", "int"]},
                   {"name": "m", "type": "int", "default": 1},
                   {"name": "req", "type": "string", "encrypt": %s}]}}""".formatted(unknownColumns, encrypt);
        return ((DefinitionReader.Result.Valid) new DefinitionReader(new Tenant("t"), keyspace -> true)
                        .read(json.getBytes(StandardCharsets.UTF_8)))
                .definition();
    }

    private static List<Violation> violations(String unknownColumns, String... header) {
        return ((RowColumns.Result.Refused) RowColumns.ofHeader(List.of(header), definition(unknownColumns)))
                .violations();
    }

    @Test
    void mapsAHeaderInAnyOrderAndWithoutWhatMayBeMissing() {
        RowColumns columns = ((RowColumns.Result.Mapped)
                        RowColumns.ofHeader(List.of("req", "n", "id"), definition("reject")))
                .columns();
        assertThat(columns.names()).containsExactly("id", "n", "req");
        assertThat(columns.targets()).containsExactly(2, 1, 0);
    }

    @Test
    void ignoresUnknownColumnsIfAskedTo() {
        RowColumns columns = ((RowColumns.Result.Mapped)
                        RowColumns.ofHeader(List.of("req", "x", "id", "y"), definition("ignore")))
                .columns();
        assertThat(columns.targets()).containsExactly(1, RowColumns.IGNORED, 0, RowColumns.IGNORED);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThat(violations("reject", "id", "x", "id"))
                .extracting(Violation::code)
                .containsExactly(Code.UNKNOWN_COLUMN, Code.DUPLICATE_COLUMN, Code.MISSING_COLUMN);
        assertThat(violations("ignore", "n")).extracting(Violation::column).containsExactly("id", "req");
    }

    /** A file without a header, whose first row is taken for one. */
    @Test
    void ifColumnsAreEncryptedWhatMayBeAValueIsNotTold() {
        List<String> row = List.of("sikrit", "id", "sikrit", "id");
        RowColumns.Result result = RowColumns.ofHeader(row, definition("reject", "true"));
        List<Violation> violations = ((RowColumns.Result.Refused) result).violations();
        assertThat(violations)
                .extracting(Violation::code)
                .containsExactly(
                        Code.UNKNOWN_COLUMN, Code.DUPLICATE_COLUMN, Code.DUPLICATE_COLUMN, Code.MISSING_COLUMN);
        assertThat(violations.toString()).doesNotContain("sikrit");
        assertThat(violations.get(0).column()).isNull();
        assertThat(violations.get(0).message()).contains("(where='field 1 of the header')");
        assertThat(violations.get(2).column()).isEqualTo("id");
        assertThat(violations.get(3).message()).contains("The header names something else, id, something else, id.");
        RowColumns.Result told = RowColumns.ofHeader(row, definition("reject", "false"));
        assertThat(((RowColumns.Result.Refused) told).violations().toString()).contains("(where='sikrit')");
    }
}
