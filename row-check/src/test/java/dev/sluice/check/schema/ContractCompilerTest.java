package dev.sluice.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.junit.jupiter.api.Test;

class ContractCompilerTest {
    private static final String TABLE = """
            {"type": "record", "name": "t", "namespace": "a", "sluice.primary_key": %s, "fields": [
              {"name": "a", "type": {"type": "enum", "name": "E", "symbols": ["X", "Y"]}},
              {"name": "b", "type": ["null", "long"], "default": null},
              {"name": "c", "type": "int", "default": 5}]}""";

    @Test
    void aKeyIsFlatRequiredAndWithoutWhatMayChange() {
        Contract.OfRows contract = (Contract.OfRows) compile(TABLE.formatted("[[\"c\", \"a\"], \"b\"]"));

        assertThat(contract.keySchema().name()).isEqualTo("a.t.Key");
        assertThat(contract.keySchema().version()).isNull();
        assertThat(contract.keySchema().fields()).extracting(Field::name).containsExactly("c", "a", "b");
        assertThat(contract.keySchema().fields()).allSatisfy(field -> {
            assertThat(field.schema().isOptional()).isFalse();
            assertThat(field.schema().defaultValue()).isNull();
            assertThat(field.schema().parameters()).isNull();
            assertThat(field.schema().name()).isNull();
        });
        assertThat(contract.keyColumns()).containsExactly(2, 0, 1);
        assertThat(contract.valueSchema().name()).isEqualTo("a.t");
        assertThat(contract.valueSchema().version()).isEqualTo(4);
    }

    @Test
    void withoutAPrimaryKeyThereIsNoKeySchema() {
        Contract.OfRows contract = (Contract.OfRows) compile("""
                {"type": "record", "name": "t", "fields": [{"name": "a", "type": "int"}]}""");

        assertThat(contract.keySchema()).isNull();
    }

    @Test
    void whatIsNoContractSaysWhy() {
        assertThat(reason("\"int\"")).isEqualTo("its type is int, not record");
        assertThat(reason(TABLE.formatted("[\"d\"]")))
                .isEqualTo("its primary key names a column that it does not have, d");
        assertThat(reason(TABLE.formatted("[\"a\", \"a\"]")))
                .isEqualTo("its primary key is empty or names a column twice");
        assertThat(reason(TABLE.formatted("[]"))).isEqualTo("its primary key is empty or names a column twice");
        assertThat(reason(TABLE.formatted("{\"a\": 1}"))).isEqualTo("its primary key is not a list of column names");
        assertThat(reason("""
                {"type": "record", "name": "t", "namespace": "a", "fields": [
                  {"name": "next", "type": ["null", "t"]}]}""")).isEqualTo("its record a.t contains itself");
    }

    @Test
    void everyReasonIsToldAtOnce() {
        Contract.Unusable contract = (Contract.Unusable) compile("""
                {"type": "record", "name": "t", "sluice.primary_key": ["a", "d", "e"], "fields": [
                  {"name": "a", "type": "int"},
                  {"name": "u", "type": ["string", {"type": "enum", "name": "E", "symbols": ["X", "Y"]}]},
                  {"name": "v", "type": [{"type": "record", "name": "n.R", "fields": []}, {"type": "record", "name": "m.R", "fields": []}]}]}""");

        assertThat(contract.reasons())
                .containsExactly(
                        "its primary key names a column that it does not have, d, e",
                        "its column u is a union of string and E, which converters do not tell apart; use one of the two types",
                        "its column v is a union of n.R and m.R, which converters do not tell apart; use one of the two types");
    }

    private static String reason(String schema) {
        Contract.Unusable contract = (Contract.Unusable) compile(schema);
        assertThat(contract.reasons()).hasSize(1);
        return contract.reasons().get(0);
    }

    private static Contract compile(String schema) {
        return ContractCompiler.compile(new SubjectVersion("a.t", 4), new Schema.Parser().parse(schema));
    }
}
