package dev.sluice.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

class StoredSchemasTest {
    private static final String PERSONS = """
            {"type": "record", "name": "persons", "namespace": "acme", "sluice.primary_key": ["id"], "fields": [
              {"name": "id", "type": "long", "sluice.encrypt": "deterministic"},
              {"name": "phone", "type": ["null", "string"], "default": null, "sluice.encrypt": "random"},
              {"name": "born", "type": {"type": "int", "logicalType": "date"}, "default": 0, "sluice.encrypt": "random"},
              {"name": "city", "type": "string", "default": "Oulu"}]}""";

    @Test
    void encryptedColumnsAreStoredAsBytesWithoutTheirOwnDefaults() {
        Contract.OfRows contract = (Contract.OfRows) compile(PERSONS);

        assertThat(contract.isEncrypted()).isTrue();
        Schema stored = contract.storedValueSchema();
        assertThat(stored.name()).isEqualTo("acme.persons");
        assertThat(stored.version()).isEqualTo(4);
        assertThat(stored.field("id").schema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(stored.field("phone").schema()).isEqualTo(Schema.OPTIONAL_BYTES_SCHEMA);
        assertThat(stored.field("born").schema().type()).isEqualTo(Schema.Type.BYTES);
        assertThat(stored.field("born").schema().isOptional()).isFalse();
        assertThat(stored.field("born").schema().defaultValue()).isEqualTo(ByteBuffer.allocate(0));
        assertThat(stored.field("city").schema().defaultValue()).isEqualTo("Oulu");
        assertThat(contract.storedKeySchema().name()).isEqualTo("acme.persons.Key");
        assertThat(contract.storedKeySchema().version()).isNull();
        assertThat(contract.storedKeySchema().field("id").schema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(contract.valueSchema().field("id").schema().type()).isEqualTo(Schema.Type.INT64);
    }

    @Test
    void withoutEncryptedColumnsTheSchemasAreTheSame() {
        Contract.OfRows contract =
                (Contract.OfRows) compile(PERSONS.replaceAll(", \"sluice.encrypt\": \"[a-z]*\"", ""));

        assertThat(contract.isEncrypted()).isFalse();
        assertThat(contract.storedValueSchema()).isSameAs(contract.valueSchema());
        assertThat(contract.storedKeySchema()).isSameAs(contract.keySchema());
    }

    @Test
    void whatCannotBeEncryptedSaysWhy() {
        assertThat(reasons(PERSONS.replace("deterministic", "random")))
                .containsExactly(
                        "its column id is to be encrypted and belongs to the primary key, so that its encryption must be"
                                + " deterministic: else the same row would be another one each time");
        assertThat(reasons(PERSONS.replace("\"random\"", "true")))
                .containsExactly(
                        "its column phone has sluice.encrypt true, which is neither random nor deterministic",
                        "its column born has sluice.encrypt true, which is neither random nor deterministic");
        assertThat(reasons(PERSONS.replace("\"random\"", "\"none\""))).hasSize(2);
        assertThat(reasons(PERSONS.replace(
                        "[\"null\", \"string\"]", "[\"null\", {\"type\": \"array\", \"items\": \"int\"}]")))
                .containsExactly("its column phone is to be encrypted, which only a column of a scalar type can be");
    }

    /** Also when something else is wrong with the version, or the encryption itself: then a row's text must not be told either. */
    @Test
    void whatCannotBeUsedIsEncryptedAllTheSame() {
        assertThat(compile(PERSONS.replace("\"random\"", "true")).isEncrypted()).isTrue();
        assertThat(compile(PERSONS.replace("[\"id\"]", "[\"none\"]")).isEncrypted())
                .isTrue();
        assertThat(compile(PERSONS.replace("[\"id\"]", "[\"none\"]").replace("sluice.encrypt", "doc"))
                        .isEncrypted())
                .isFalse();
    }

    private static List<String> reasons(String schema) {
        return ((Contract.Unusable) compile(schema)).reasons();
    }

    private static Contract compile(String schema) {
        return ContractCompiler.compile(
                new SubjectVersion("acme.persons", 4), new org.apache.avro.Schema.Parser().parse(schema));
    }
}
