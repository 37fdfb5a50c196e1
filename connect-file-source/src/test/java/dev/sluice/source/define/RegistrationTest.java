package dev.sluice.source.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.read.Notation;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {
    private static final String FIELDS = """
            {"name": "id", "type": "string"}, {"name": "n", "type": "int"}, {"name": "o", "type": ["null", "string"]},
            {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
            {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}""";

    private static final Encryptability TYPED = new Encryptability(true, ColumnKeyring.EMPTY);

    private final DefinitionReader reader = new DefinitionReader(new Tenant("acme"), keyspace -> true);
    private final Registration registration =
            new Registration(new RegistrySubjects(new MockSchemaRegistryClient()), Notation.iso(ZoneOffset.UTC), TYPED);

    private static String json(String name, String table, String keyspace, String key, String fields) {
        return """
                {"name": "%s", "key_space": "%s", "primary_key": %s,
                 "schema": {"type": "record", "name": "%s", "fields": [%s]}}""".formatted(name, keyspace, key, table, fields);
    }

    private Definition definition(String name, String table, String keyspace, String key, String fields) {
        return read(json(name, table, keyspace, key, fields));
    }

    private Definition read(String json) {
        DefinitionReader.Result result = reader.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(result).as(() -> result.toString()).isInstanceOf(DefinitionReader.Result.Valid.class);
        return ((DefinitionReader.Result.Valid) result).definition();
    }

    private Definition definition(String fields) {
        return definition("orders", "orders", "k", "[\"id\"]", fields);
    }

    private Registration.Result register(Definition definition) throws IOException {
        return registration.register(definition, List.of(), "rows");
    }

    private List<Violation> refused(Definition definition) throws IOException {
        Registration.Result result = register(definition);
        assertThat(result).isInstanceOf(Registration.Result.Refused.class);
        return ((Registration.Result.Refused) result).violations();
    }

    @Test
    void theSameDefinitionAgainIsTheSameVersion() throws IOException {
        assertThat(register(definition(FIELDS))).isEqualTo(new Registration.Result.Accepted(1));
        assertThat(register(definition(FIELDS))).isEqualTo(new Registration.Result.Accepted(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"n\", | {\"name\": \"x\", \"type\": [\"null\", \"int\"], \"default\": null}, {\"name\": \"n\",",
                "{\"name\": \"n\", | {\"name\": \"x\", \"type\": \"int\", \"default\": 7}, {\"name\": \"n\",",
                "\"n\", \"type\": \"int\" | \"n\", \"type\": [\"null\", \"int\"]",
                "\"n\", \"type\": \"int\" | \"n\", \"type\": \"int\", \"doc\": \"a number\"",
                "[\"null\", \"string\"] | [\"string\", \"null\"]",
                "[\"A\", \"B\"] | [\"A\", \"B\", \"C\"]",
            })
    void acceptsWhatOldRowsCanDoWithout(String from, String to) throws IOException {
        register(definition(FIELDS));
        assertThat(register(definition(FIELDS.replace(from, to)))).isEqualTo(new Registration.Result.Accepted(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n\", \"type\": \"int\" | \"n\", \"type\": \"string\" | n | from int to string",
                "\"n\", \"type\": \"int\" | \"n\", \"type\": \"long\" | n | from int to long",
                "[\"null\", \"string\"] | \"string\" | o | from [null, string] to string",
                "\"n\", \"type\": \"int\" | \"n2\", \"type\": \"int\" | n | would be removed",
                "{\"name\": \"n\", | {\"name\": \"x\", \"type\": \"int\"}, {\"name\": \"n\", | x | neither nullable nor has a default",
                "[\"A\", \"B\"] | [\"A\", \"C\"] | e | from enum to enum",
                "\"scale\": 2 | \"scale\": 3 | d | decimal",
            })
    void refusesWhatALivingTableCannotBecome(String from, String to, String column, String message) throws IOException {
        register(definition(FIELDS));
        assertThat(refused(definition(FIELDS.replace(from, to)))).anySatisfy(violation -> {
            assertThat(violation.code()).isEqualTo(Code.INCOMPATIBLE_CHANGE);
            assertThat(violation.column()).isEqualTo(column);
            assertThat(violation.message()).contains(message).contains("orders_v2");
        });
        assertThat(register(definition(FIELDS))).isEqualTo(new Registration.Result.Accepted(1));
    }

    @Test
    void refusesAnotherKeyOrKeyspace() throws IOException {
        register(definition(FIELDS));
        assertThat(refused(definition("orders", "orders", "other", "[\"id\", \"n\"]", FIELDS)))
                .extracting(Violation::column)
                .containsExactlyInAnyOrder("primary_key", "key_space");
    }

    @Test
    void refusesTheTableOfAnotherDataset() throws IOException {
        Definition orders = definition(FIELDS);
        register(orders);
        Definition thief = definition("thief", "orders", "k", "[\"id\"]", FIELDS);
        assertThat(refused(thief))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("belongs to dataset 'orders'"));
        assertThat(registration.register(
                        thief,
                        List.of(new AcceptedDefinition(orders, 1, 0, new AcceptedDefinition.Reach("rows", 1))),
                        "rows"))
                .isInstanceOf(Registration.Result.Refused.class);
    }

    @Test
    void namesEveryProblemOfItsRulesAndRegistersNothing() throws IOException {
        String rules = """
                "rules": [{"type": "range", "column": "nn", "min": 1}, {"type": "pattern", "column": "id", "pattern": "("},
                          {"type": "expression", "expression": "n > 'x'"}, {"type": "rnage", "column": "n"}], "schema\"""";
        Definition broken =
                read(json("orders", "orders", "k", "[\"id\"]", FIELDS).replace("\"schema\"", rules));
        assertThat(refused(broken)).hasSize(4).allSatisfy(violation -> {
            assertThat(violation.code()).isEqualTo(Code.INVALID_DEFINITION);
            assertThat(violation.column()).isEqualTo("rules");
            assertThat(violation.message())
                    .contains("nothing was changed")
                    .contains(violation.value().substring(0, 10));
        });
        assertThat(register(definition(FIELDS))).isEqualTo(new Registration.Result.Accepted(1));
    }

    @Test
    void readsTheBoundsOfRulesAsTheTransformDoes() throws IOException {
        String rule = """
                "rules": [{"type": "range", "column": "day", "min": "24.12.2020"}], "schema\"""";
        String day = "{\"name\": \"day\", \"type\": {\"type\": \"int\", \"logicalType\": \"date\"}}, " + FIELDS;
        Definition definition =
                read(json("orders", "orders", "k", "[\"id\"]", day).replace("\"schema\"", rule));
        assertThat(refused(definition)).hasSize(1);
        Notation german = new Notation(
                ZoneOffset.UTC, false, List.of("dd.MM.yyyy"), List.of(Notation.ISO), List.of(Notation.ISO));
        assertThat(new Registration(new RegistrySubjects(new MockSchemaRegistryClient()), german, TYPED)
                        .register(definition, List.of(), "rows"))
                .isEqualTo(new Registration.Result.Accepted(1));
    }

    @Test
    void namesTheNextTable() {
        assertThat(Evolution.nextTable("analytics")).isEqualTo("analytics_v2");
        assertThat(Evolution.nextTable("analytics_v2")).isEqualTo("analytics_v3");
    }

    @Test
    void tellsTheRegistrysOwnVerdict() throws IOException {
        Registration strict = new Registration(
                new Subjects() {
                    @Override
                    public Optional<Registered> latest(String subject) {
                        return Optional.empty();
                    }

                    @Override
                    public List<String> objections(String subject, Schema schema) {
                        return List.of();
                    }

                    @Override
                    public Verdict register(String subject, Schema schema) {
                        return new Verdict.Incompatible(List.of("READER_FIELD_MISSING_DEFAULT_VALUE"));
                    }
                },
                Notation.iso(ZoneOffset.UTC),
                TYPED);
        assertThat(((Registration.Result.Refused) strict.register(definition(FIELDS), List.of(), "rows")).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    }

    /** Else the converter would be refused, with the first row, and the task would fail. */
    @Test
    void asksForTheSubjectsThatRowsWillBeWrittenUnder() throws IOException, RestClientException {
        MockSchemaRegistryClient client = new MockSchemaRegistryClient();
        Registration asking = new Registration(new RegistrySubjects(client), Notation.iso(ZoneOffset.UTC), TYPED);
        Definition definition = definition(FIELDS);
        for (WireSchema wire : WireSchema.ofRows(definition, "rows")) {
            client.register(wire.subject(), new AvroSchema(wire.schema()));
        }
        assertThat(client.getAllSubjects()).containsExactlyInAnyOrder("rows-acme.orders", "rows-acme.orders.Key");
        assertThat(asking.register(definition, List.of(), "rows"))
                .as("they know it already")
                .isEqualTo(new Registration.Result.Accepted(1));
        Schema other = new Schema.Parser().parse("""
                {"type": "record", "name": "orders", "namespace": "acme", "fields": [{"name": "id", "type": "int"}]}""");
        client.register("others-acme.orders", new AvroSchema(other));

        assertThat(((Registration.Result.Refused) asking.register(definition, List.of(), "others")).violations())
                .isNotEmpty()
                .allSatisfy(violation -> {
                    assertThat(violation.code()).isEqualTo(Code.INCOMPATIBLE_CHANGE);
                    assertThat(violation.message()).contains("others-acme.orders");
                });
    }

    /** As in the two-stage layout: under the same subjects there are schemas of texts. */
    @Test
    void doesNotAskForTypedRowsWhereRowsGoAsTexts() throws IOException, RestClientException {
        MockSchemaRegistryClient client = new MockSchemaRegistryClient();
        Schema texts = new Schema.Parser().parse("""
                {"type": "record", "name": "orders", "namespace": "acme", "fields": [
                  {"name": "id", "type": ["null", "string"], "default": null}]}""");
        client.register("rows-acme.orders", new AvroSchema(texts));
        Definition definition = definition(FIELDS);
        assertThat(new Registration(new RegistrySubjects(client), Notation.iso(ZoneOffset.UTC), TYPED)
                        .register(definition, List.of(), "rows"))
                .isInstanceOf(Registration.Result.Refused.class);
        assertThat(new Registration(
                                new RegistrySubjects(client),
                                Notation.iso(ZoneOffset.UTC),
                                new Encryptability(false, ColumnKeyring.EMPTY))
                        .register(definition, List.of(), "rows"))
                .isEqualTo(new Registration.Result.Accepted(1));
    }

    @Test
    void aRegistryThatIsAwayIsNoRefusal() {
        RegistrySubjects away = RegistrySubjects.connect(
                List.of("http://127.0.0.1:1"), java.util.Map.of("schema.registry.http.connect.timeout.ms", "200"));
        assertThatThrownBy(() -> new Registration(away, Notation.iso(ZoneOffset.UTC), TYPED)
                        .register(definition(FIELDS), List.of(), "rows"))
                .isInstanceOf(IOException.class);
    }
}
