package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.check.Checked;
import dev.sluice.check.CompiledSchema;
import dev.sluice.check.RowShape;
import dev.sluice.check.Wording;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.check.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why the transform behind the source has rejected rows, told by the source. */
class ReasonsTest {
    private static final Notation GERMAN =
            new Notation(ZoneOffset.UTC, true, List.of("dd.MM.yyyy"), List.of(Notation.ISO), List.of(Notation.ISO));
    private static final String DEFINITION = """
            {"name": "a", "key_space": "k", "primary_key": ["id"], "unknown_columns": "ignore",
             "schema": {"type": "record", "name": "t", "fields": [
               {"name": "id", "type": "string"}, {"name": "n", "type": "int"},
               {"name": "x", "type": ["null", "double"], "default": null},
               {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
               {"name": "gone", "type": "int", "default": 7}]},
             "rules": [{"type": "range", "column": "n", "min": 1, "max": 9},
               {"type": "timely", "column": "day", "not_older_than": "P30D"},
               {"type": "expression", "expression": "x == null || x < 5.0", "action": "warn"}]}""";

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.validation = new Validation(GERMAN, true);
        stage.accepts = row -> !(checked(row, stage.clock.millis()) instanceof Checked.Refused);
        stage.start();
        stage.drop("acme", "a.dataset.json", DEFINITION);
        stage.finish();
    }

    /** As the transform does it: a Struct, against the schema that was announced. */
    private Checked checked(Struct row, long timeMs) {
        DatasetDefined defined = stage.events(DatasetDefined.class).get(0);
        return CompiledSchema.of(
                        new SubjectVersion("acme.t", defined.version()),
                        new Schema.Parser().parse(defined.schema()),
                        GERMAN)
                .rows(new RowShape.OfStruct(row.schema()))
                .check(row, timeMs);
    }

    private List<Violation> ofTheTransform() {
        List<Violation> all = new ArrayList<>();
        stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals(Stage.TOPICS.errors()))
                .filter(written -> ((Struct) written.record().value()).schema().field("n") != null)
                .sorted((one, other) ->
                        Long.compare(one.row().ordinal(), other.row().ordinal()))
                .forEach(written -> {
                    ImportContext context =
                            SluiceHeaders.importOf(written.record().headers()).orElseThrow();
                    Checked.Refused refused = (Checked.Refused)
                            checked((Struct) written.record().value(), context.writeTimestampBase() / 1000);
                    all.addAll(new Wording(true)
                            .violations(refused.findings(), written.row().place()));
                });
        return all;
    }

    private JsonNode report() throws IOException {
        return new JsonMapper()
                .readTree(staging.resolve("acme/out/a.csv.report.json").toFile());
    }

    private String reasons() throws IOException {
        return Files.readString(staging.resolve("acme/out/a.csv.rejects.reasons.csv"));
    }

    @Test
    void areWordForWordThoseOfTheTransform() throws IOException {
        stage.drop("acme", "a.csv", """
                n,other,"id",day,x
                1,,ok,,NaN
                x,,,31.02.2020,"a ""quoted"" é"
                10,b,late,01.01.1999,
                1,,"two
                lines",2020-01-01,-Infinity
                99999999999,,y,,7
                """);
        stage.finish();
        List<Violation> expected = ofTheTransform();
        assertThat(expected).hasSizeGreaterThan(8);
        List<Violation> told = new ArrayList<>();
        report().path("violations")
                .forEach(violation -> told.add(new Violation(
                        Code.valueOf(violation.path("code").asText()),
                        violation.path("column").textValue(),
                        violation.path("value").textValue(),
                        violation.path("message").asText())));
        assertThat(told).isEqualTo(expected);
        assertThat(report().path("violations_by_column").toString()).isEqualTo("{\"day\":3,\"id\":1,\"n\":3,\"x\":2}");
        assertThat(report().path("rejected_by_validation").asInt()).isEqualTo(4);
        assertThat(reasons())
                .startsWith("line,column,code,value,message\n"
                        + "3,\"id\",MISSING_REQUIRED,\"\",\"id (line 3, bytes 30-61)='' is empty");
        expected.forEach(
                violation -> assertThat(read()).contains(violation.message().replace("\"", "\"\"")));
    }

    private String read() {
        try {
            return reasons();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void holdNoValuesWhereTheTransformShowsNone() throws IOException {
        stage.validation = new Validation(GERMAN, false);
        stage.crash();
        stage.drop("acme", "a.csv", "id,n\nsecret1,secret2\n\"secret3,1\nsecret4\n");
        stage.finish();
        assertThat(reasons() + report())
                .contains("TYPE_MISMATCH", "MALFORMED_CSV", "COLUMN_COUNT")
                .doesNotContain("secret");
        assertThat(staging.resolve("acme/out/a.csv.rejects.csv"))
                .hasContent("id,n\nsecret1,secret2\n\"secret3,1\nsecret4\n");
    }

    @Test
    void areSaidToBeUnknownIfTheyAre() throws IOException {
        stage.accepts = row -> false;
        stage.drop("acme", "a.csv", "id,n\na,1\n");
        stage.finish();
        assertThat(report().path("violations")).singleElement().satisfies(violation -> {
            assertThat(violation.path("code").asText()).isEqualTo("NOT_EXPLAINED");
            assertThat(violation.path("message").asText()).contains("line 2, bytes 5-7", "archive");
        });
        assertThat(reasons()).contains("\n2,,NOT_EXPLAINED,,\"row (line 2");
    }

    @Test
    void ofAFileWithoutAnyKnownColumnAreToldToo() throws IOException {
        String keyless = DEFINITION
                .replace(
                        "{\"name\": \"id\", \"type\": \"string\"}",
                        "{\"name\": \"id\", \"type\": \"string\", \"default\": \"\"}")
                .replace("\"n\", \"type\": \"int\"", "\"n\", \"type\": \"int\", \"default\": 1");
        stage.accepts = row -> false;
        stage.drop("acme", "a.dataset.json", keyless);
        stage.finish();
        stage.drop("acme", "a.csv", "other\n1\n");
        stage.finish();
        assertThat(reasons()).contains("2,\"id\",MISSING_REQUIRED,,\"id (line 2, bytes 6-6) is not in the file");
    }
}
