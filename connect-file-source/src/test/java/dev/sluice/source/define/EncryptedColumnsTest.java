package dev.sluice.source.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant may say of encrypted columns, and what it takes for that to be accepted. */
class EncryptedColumnsTest {
    private static final String ID = "{\"name\": \"id\", \"type\": \"int\", \"encrypt\": \"deterministic\"}";
    private static final String PHONE =
            "{\"name\": \"phone\", \"type\": [\"null\", \"string\"], \"default\": null, \"encrypt\": true}";
    private static final String CITY = "{\"name\": \"city\", \"type\": \"string\", \"encrypt\": false}";
    private static final String FIELDS = String.join(", ", ID, PHONE, CITY);

    private final DefinitionReader reader = new DefinitionReader(new Tenant("acme"), keyspace -> true);
    private final Subjects registry = new RegistrySubjects(new MockSchemaRegistryClient());

    private DefinitionReader.Result read(String schemaKeys, String fields) {
        return reader.read("""
                {"name": "persons", "key_space": "k", "primary_key": ["id"],
                 "schema": {"type": "record", "name": "persons", %s "fields": [%s]}}""".formatted(schemaKeys, fields).getBytes(StandardCharsets.UTF_8));
    }

    private DefinitionReader.Result.Valid valid(String fields) {
        DefinitionReader.Result result = read("", fields);
        assertThat(result).as(() -> result.toString()).isInstanceOf(DefinitionReader.Result.Valid.class);
        return (DefinitionReader.Result.Valid) result;
    }

    private Violation refused(String schemaKeys, String fields) {
        DefinitionReader.Result result = read(schemaKeys, fields);
        assertThat(result).as(() -> result.toString()).isInstanceOf(DefinitionReader.Result.Invalid.class);
        List<Violation> violations = ((DefinitionReader.Result.Invalid) result).violations();
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).code()).isEqualTo(Code.INVALID_DEFINITION);
        return violations.get(0);
    }

    private Registration.Result register(Definition definition, boolean isTyped, ColumnKeyring keys)
            throws IOException {
        return new Registration(registry, Notation.iso(ZoneOffset.UTC), new Encryptability(isTyped, keys))
                .register(definition, List.of(), "rows");
    }

    private List<Violation> notRegistered(Definition definition, boolean isTyped, ColumnKeyring keys)
            throws IOException {
        Registration.Result result = register(definition, isTyped, keys);
        assertThat(result).isInstanceOf(Registration.Result.Refused.class);
        return ((Registration.Result.Refused) result).violations();
    }

    private Registration.Result register(String fields) throws IOException {
        return register(valid(fields).definition(), true, (tenant, kind) -> true);
    }

    @Test
    void tenantsWordsBecomePropertiesOfTheRegisteredSchema() {
        DefinitionReader.Result.Valid read = valid(FIELDS);
        Definition definition = read.definition();
        assertThat(read.warnings()).isEmpty();
        assertThat(definition.isEncrypted()).isTrue();
        assertThat(definition.encryptedColumns())
                .containsExactly(
                        Map.entry("id", ColumnEncryption.DETERMINISTIC), Map.entry("phone", ColumnEncryption.RANDOM));
        Schema schema = definition.registeredSchema();
        assertThat(schema.getField("id").getProp(SchemaProperties.ENCRYPT)).isEqualTo("deterministic");
        assertThat(schema.getField("id").schema().getType()).isEqualTo(Schema.Type.INT);
        assertThat(schema.getField("phone").getProp(SchemaProperties.ENCRYPT)).isEqualTo("random");
        assertThat(schema.getField("city").getObjectProps()).isEmpty();
        assertThat(schema.toString()).doesNotContain("\"encrypt\"");
        assertThat(valid(FIELDS.replaceAll(", \"encrypt\": [a-z\"]+", ""))
                        .definition()
                        .isEncrypted())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"random\"", "\"true\"", "\"Deterministic\"", "1", "null", "{}", "[true]"})
    void anythingElseIsRefused(String word) {
        Violation refused = refused("", FIELDS.replace("\"encrypt\": true", "\"encrypt\": " + word));
        assertThat(refused.column()).isEqualTo("phone.encrypt");
        assertThat(refused.message()).contains("Use true").contains("\"deterministic\"");
    }

    /** Else they would be stored in clear text, and their tenant would never learn of it. */
    @ParameterizedTest
    @ValueSource(strings = {"encrypted", "Encrypt", "encryption", "encypt", "encryptt", "sluice.encrypt"})
    void aWordThatAlmostSaysItIsRefused(String key) {
        assertThat(refused("", FIELDS.replace("\"encrypt\": true", "\"" + key + "\": true"))
                        .message())
                .contains("phone." + key)
                .contains("encrypt");
    }

    @Test
    void theWordInTheWrongPlaceIsRefused() {
        assertThat(refused("\"encrypt\": true,", FIELDS).message())
                .contains("schema.encrypt")
                .contains("each column");
        for (String type : List.of(
                "{\"type\": \"string\", \"encrypt\": true}",
                "[\"null\", {\"type\": \"string\", \"encrypt\": true}]",
                "{\"type\": \"string\", \"sluice.encrypt\": \"random\"}")) {
            assertThat(refused("", ID + ", {\"name\": \"phone\", \"type\": " + type + "}")
                            .message())
                    .contains("phone.type.")
                    .contains("beside the name and the type");
        }
    }

    @Test
    void aColumnOfThePrimaryKeyIsEncryptedDeterministicallyOrNotAtAll() {
        Violation refused = refused("", FIELDS.replace("\"deterministic\"", "true"));
        assertThat(refused.column()).isEqualTo("id.encrypt");
        assertThat(refused.message())
                .contains("Use \"deterministic\"")
                .contains("equal values become equal ciphertexts");
    }

    @Test
    void aDefaultThatEverybodySeesIsWarnedOf() {
        String secret = "1-555-0100";
        List<Violation> warnings = valid(FIELDS.replace(
                        "[\"null\", \"string\"], \"default\": null", "\"string\", \"default\": \"" + secret + "\""))
                .warnings();
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo(Code.WARNING);
            assertThat(warning.column()).isEqualTo("phone");
            assertThat(warning.toString()).contains("Schema Registry").doesNotContain(secret);
        });
        assertThat(valid(FIELDS.replace(
                                "\"string\", \"encrypt\": false",
                                "\"string\", \"default\": \"Oulu\", \"encrypt\": false"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void withoutATransformThatEncryptsItIsRefused() throws IOException {
        Definition definition = valid(FIELDS).definition();
        assertThat(notRegistered(definition, false, (tenant, kind) -> true))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo(Code.INVALID_DEFINITION);
                    assertThat(violation.value()).isEqualTo("id, phone");
                    assertThat(violation.message()).contains("in clear text").contains("Ask your operator");
                });
        assertThat(registry.latest("acme.persons")).isEmpty();
    }

    @Test
    void withoutAKeyOfThatKindItIsRefused() throws IOException {
        Definition definition = valid(FIELDS).definition();
        ColumnKeyring others = (tenant, kind) -> !tenant.name().equals("acme");
        assertThat(notRegistered(definition, true, others)).hasSize(2);
        ColumnKeyring random = (tenant, kind) -> kind == ColumnEncryption.RANDOM;
        assertThat(notRegistered(definition, true, random)).singleElement().satisfies(violation -> {
            assertThat(violation.value()).isEqualTo("id");
            assertThat(violation.message())
                    .contains("there is no deterministic key of 'acme'")
                    .contains("Ask your operator to add a key (encryption.keys)");
        });
        assertThat(registry.latest("acme.persons")).isEmpty();
        assertThat(new Encryptability(true, random).obstacle(definition))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("acme.persons: id").contains("its files wait"));
        assertThat(register(FIELDS)).isEqualTo(new Registration.Result.Accepted(1));
        assertThat(new Encryptability(true, (tenant, kind) -> true).obstacle(definition))
                .isEmpty();
        assertThat(new Encryptability(false, ColumnKeyring.EMPTY)
                        .obstacle(valid(CITY.replace("city", "id")).definition()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"encrypt\": true | \"encrypt\": false | phone | from random encryption to clear text",
                "\"encrypt\": true | \"encrypt\": \"deterministic\" | phone | from random encryption to deterministic encryption",
                "\"encrypt\": false | \"encrypt\": true | city | from clear text to random encryption",
                "\"encrypt\": \"deterministic\" | \"encrypt\": false | id | from deterministic encryption to clear text",
            })
    void theEncryptionOfALivingColumnNeverChanges(String from, String to, String column, String change)
            throws IOException {
        assertThat(register(FIELDS)).isEqualTo(new Registration.Result.Accepted(1));
        Registration.Result result = register(FIELDS.replace(from, to));
        assertThat(result).isInstanceOf(Registration.Result.Refused.class);
        assertThat(((Registration.Result.Refused) result).violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo(Code.INCOMPATIBLE_CHANGE);
                    assertThat(violation.column()).isEqualTo(column);
                    assertThat(violation.message()).contains(change).contains("persons_v2");
                });
    }

    @Test
    void aNewEncryptedColumnIsAddedLikeAnyOther() throws IOException {
        assertThat(register(FIELDS)).isEqualTo(new Registration.Result.Accepted(1));
        assertThat(register(FIELDS + ", " + PHONE.replace("phone", "mail")))
                .isEqualTo(new Registration.Result.Accepted(2));
    }

    /** What converters register is what is stored: bytes, of which a Registry knows no clear text's type or default. */
    @Test
    void theSchemasOnTheWireAreThoseOfCiphertext() {
        List<WireSchema> wire = WireSchema.ofRows(valid(FIELDS).definition(), "rows");
        assertThat(wire).hasSize(2);
        assertThat(wire.get(0).schema().getField("id").schema().getType()).isEqualTo(Schema.Type.BYTES);
        Schema value = wire.get(1).schema();
        assertThat(value.getField("id").schema().getType()).isEqualTo(Schema.Type.BYTES);
        assertThat(value.getField("phone").schema().getTypes())
                .extracting(Schema::getType)
                .containsExactlyInAnyOrder(Schema.Type.NULL, Schema.Type.BYTES);
        assertThat(value.getField("city").schema().getType()).isEqualTo(Schema.Type.STRING);
    }
}
