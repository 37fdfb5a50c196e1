package dev.sluice.source.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {
    private static final String VALID = """
            {
              "name": "orders",
              "file_type": "csv",
              "key_space": "acme_shop",
              "csv.first.row.as.header": "true",
              "schema": {"type": "record", "name": "orders", "fields": [
                {"name": "id", "type": "string"},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "amount", "type": ["null", "double"], "default": null}
              ]},
              "primary_key": ["id", "day"],
              "max_file_size_mb": 50
            }
            """;

    private final DefinitionReader reader =
            new DefinitionReader(new Tenant("acme"), keyspace -> keyspace.startsWith("acme"));

    private DefinitionReader.Result read(String json) {
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private List<Violation> violations(String json) {
        assertThat(read(json)).isInstanceOf(DefinitionReader.Result.Invalid.class);
        return ((DefinitionReader.Result.Invalid) read(json)).violations();
    }

    private DefinitionReader.Result.Valid valid(String json) {
        DefinitionReader.Result result = read(json);
        assertThat(result).as(() -> result.toString()).isInstanceOf(DefinitionReader.Result.Valid.class);
        return (DefinitionReader.Result.Valid) result;
    }

    @Test
    void readsADefinition() {
        Definition definition = valid(VALID).definition();
        assertThat(definition.subject()).isEqualTo("acme.orders");
        assertThat(definition.schema().getFullName()).isEqualTo("acme.orders");
        assertThat(definition.partitionKey()).containsExactly("id");
        assertThat(definition.clusteringColumns()).containsExactly("day");
        assertThat(definition.maxFileBytes()).isEqualTo(50L << 20);
        assertThat(definition.header()).isTrue();
        assertThat(definition.format()).isEqualTo(CsvFormat.RFC_4180);
        assertThat(definition.filePattern().matches("orders-1.csv")).isTrue();
        assertThat(definition.requiredColumns()).containsExactlyInAnyOrder("id", "day");
        assertThat(definition.schema().getObjectProp(SchemaProperties.PRIMARY_KEY))
                .isEqualTo(List.of("id", "day"));
        assertThat(definition.schema().getProp(SchemaProperties.KEYSPACE)).isEqualTo("acme_shop");
        assertThat(definition.schema().getProp(SchemaProperties.DATASET)).isEqualTo("orders");
        assertThat(definition.schema().getProp(SchemaProperties.EMPTY_AS)).isEqualTo("null");
    }

    @Test
    void readsACompositePartitionKeyAndAllOptions() {
        Definition definition =
                valid(VALID.replace("\"primary_key\": [\"id\", \"day\"]", """
                        "primary_key": [["id", "day"]], "file_pattern": "o-?.csv", "unknown_columns": "ignore",
                        "empty_as": "unset", "ttl_seconds": 60, "rules": [{"x": 1}],
                        "csv": {"separator": "\\t", "quote": "", "charset": "ISO-8859-1", "null_tokens": ["\\\\N"],
                                "trim": true, "comment": "#"}""")).definition();
        assertThat(definition.partitionKey()).containsExactly("id", "day");
        assertThat(definition.clusteringColumns()).isEmpty();
        assertThat(definition.ignoresUnknownColumns()).isTrue();
        assertThat(definition.format())
                .isEqualTo(new CsvFormat(
                        '\t', CsvFormat.NONE, CsvFormat.NONE, '#', StandardCharsets.ISO_8859_1, List.of("\\N"), true));
        assertThat(definition.schema().getObjectProp(SchemaProperties.TTL_SECONDS))
                .isEqualTo(60);
        assertThat(definition.schema().getObjectProp(SchemaProperties.PRIMARY_KEY))
                .isEqualTo(List.of(List.of("id", "day")));
        assertThat(definition.schema().toString()).contains("\"sluice.rules\":[{\"x\":1}]");
    }

    @Test
    void readsWhatIsToBeDoneAboutErrorsWhichIsNoPartOfTheSchema() {
        Definition without = valid(VALID).definition();
        assertThat(without.errors()).isEqualTo(new ErrorPolicy(Optional.empty(), false, false));
        Definition with = valid(VALID.replace("50", """
                50, "max_errors": "2.5%", "on_errors": "reject_file", "dry_run": true""")).definition();
        assertThat(with.errors())
                .isEqualTo(new ErrorPolicy(Optional.of(new ErrorBudget(new BigDecimal("2.5"), true)), true, true));
        assertThat(with.errors().budget()).hasToString("2.5%");
        assertThat(with.schema()).hasToString(without.schema().toString());
        assertThat(valid(VALID.replace("50", "50, \"max_errors\": 7"))
                        .definition()
                        .errors()
                        .budget())
                .hasToString("7");
    }

    /** One replacement in the valid definition, the key that is named, and a part of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"key_space\" | \"keyspace\" | keyspace | Did you mean 'key_space'?",
                "\"key_space\": \"acme_shop\", | | key_space | is missing",
                "acme_shop | other | key_space | not one that 'acme' may use",
                "acme_shop | acme-shop | key_space | not valid",
                "\"name\": \"orders\", | \"name\": \"../etc\", | name | not valid",
                "\"csv\" | \"xml\" | file_type | Use one of csv",
                "\"true\" | \"yes\" | csv.first.row.as.header | true or false",
                "\"record\" | \"map\" | schema | not an Avro record",
                "\"name\": \"orders\", \"fields\" | \"name\": \"or-ders\", \"fields\" | schema.name | not a valid table name",
                "\"double\" | \"doubel\" | schema | not valid Avro",
                "[\"null\", \"double\"] | {\"type\": \"array\", \"items\": \"int\"} | schema | ",
                "\"amount\" | \"ID\" | schema | upper and lower case",
                "[\"id\", \"day\"] | [\"id\", \"dya\"] | primary_key | Did you mean 'day'?",
                "[\"id\", \"day\"] | [\"id\", \"id\"] | primary_key | named twice",
                "[\"id\", \"day\"] | [\"id\", \"amount\"] | primary_key | may be null",
                "[\"id\", \"day\"] | [] | primary_key | not a list of columns",
                "[\"id\", \"day\"] | [\"id\", [\"day\"]] | primary_key | element",
                "50 | 0 | max_file_size_mb | whole number",
                "50 | -1 | max_file_size_mb | whole number",
                "50 | 50, \"max_errors\": -1 | max_errors | percentage",
                "50 | 50, \"max_errors\": 1.5 | max_errors | percentage",
                "50 | 50, \"max_errors\": \"101%\" | max_errors | percentage",
                "50 | 50, \"max_errors\": \"few\" | max_errors | percentage",
                "50 | 50, \"max_errors\": true | max_errors | percentage",
                "50 | 50, \"on_errors\": \"reject\" | on_errors | reject_file",
                "50 | 50, \"dry_run\": \"yes\" | dry_run | true or false",
                "50 | 50, \"max_error\": 1 | max_error | Did you mean 'max_errors'?",
                "50 | 50, \"csv\": {\"seperator\": \";\"} | csv.seperator | Did you mean 'separator'?",
                "50 | 50, \"csv\": {\"separator\": \";;\"} | csv.separator | not one ASCII character",
                "50 | 50, \"csv\": {\"separator\": \"\\\"\"} | csv | not different",
                "50 | 50, \"csv\": {\"comment\": \",\"} | csv | not different",
                "50 | 50, \"csv\": {\"charset\": \"UTF-32\"} | csv.charset | single bytes",
                "50 | 50, \"csv\": {\"charset\": \"nope\"} | csv.charset | not known",
                "50 | 50, \"ttl_seconds\": 0 | ttl_seconds | whole number",
                "50 | 50, \"rules\": {} | rules | list of rules",
                "50 | 50, \"empty_as\": \"nul\" | empty_as | Did you mean 'null'?",
            })
    void refusesAndSaysWhy(String from, String to, String key, String message) {
        assertThat(VALID).contains(from);
        assertThat(violations(VALID.replace(from, to == null ? "" : to))).anySatisfy(violation -> {
            assertThat(violation.column()).isEqualTo(key);
            assertThat(violation.message())
                    .contains(message == null ? "" : message)
                    .contains("(where=");
        });
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThat(violations("{\"name\": \"a b\", \"key_space\": \"other\", \"x\": 1}"))
                .extracting(Violation::column)
                .contains("x", "name", "key_space", "schema", "primary_key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "null", "{} {}", "{\"a\":1,\"a\":2}", "``"})
    void refusesWhatIsNotOneJsonObject(String json) {
        assertThat(violations(json == null ? "" : json))
                .extracting(Violation::code)
                .contains(Code.INVALID_DEFINITION);
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertThat(violations(" ".repeat(DefinitionReader.MAX_BYTES))).hasSize(1);
        assertThat(violations("[".repeat(100_000))).hasSize(1);
        assertThat(DefinitionReader.name("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void tellsTheNameHoweverWrongTheRestIs() {
        assertThat(DefinitionReader.name("{\"name\": \"x\", \"y\": 1}".getBytes(StandardCharsets.UTF_8)))
                .contains("x");
        assertThat(DefinitionReader.name("{\"name\": \"../x\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void warnsOfALogicalTypeThatHasNoEffect() {
        String beside = VALID.replace("\"type\": \"string\"}", "\"type\": \"string\", \"logicalType\": \"date\"}");
        String inside =
                VALID.replace("\"type\": \"string\"}", "\"type\": {\"type\": \"string\", \"logicalType\": \"date\"}}");
        for (String json : List.of(beside, inside)) {
            assertThat(valid(json).warnings()).singleElement().satisfies(warning -> {
                assertThat(warning.code()).isEqualTo(Code.WARNING);
                assertThat(warning.column()).isEqualTo("id");
            });
        }
    }

    @Test
    void readsTheDefinitionsOfTheOriginalSystem() throws IOException {
        Path tenants = Path.of(System.getProperty("sluice.shared", "../shared"), "data", "tenants");
        assumeTrue(Files.isDirectory(tenants), tenants + " is not there");
        DefinitionReader any = new DefinitionReader(new Tenant("client_a"), keyspace -> true);
        DefinitionReader.Result telemetry =
                any.read(Files.readAllBytes(tenants.resolve("client_a").resolve("speed-tracking-data.dataset.json")));
        assertThat(telemetry).isInstanceOf(DefinitionReader.Result.Valid.class);
        DefinitionReader.Result reviews = any.read(
                Files.readAllBytes(tenants.resolve("client_b").resolve("amazon-product-review-data.dataset.json")));
        assertThat(((DefinitionReader.Result.Valid) reviews).warnings())
                .extracting(Violation::column)
                .containsExactly("review_date");
    }
}
