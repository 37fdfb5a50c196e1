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

    private static String reason(String schema) {
        return ((Contract.Unusable) compile(schema)).reason();
    }

    private static Contract compile(String schema) {
        return ContractCompiler.compile(new SubjectVersion("a.t", 4), new Schema.Parser().parse(schema));
    }
}
