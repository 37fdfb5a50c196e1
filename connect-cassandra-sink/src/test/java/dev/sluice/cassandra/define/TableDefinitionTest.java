package dev.sluice.cassandra.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableDefinitionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"int\" | int",
                "\"long\" | bigint",
                "\"float\" | float",
                "\"double\" | double",
                "\"boolean\" | boolean",
                "\"string\" | text",
                "\"bytes\" | blob",
                "{\"type\": \"fixed\", \"name\": \"f\", \"size\": 4} | blob",
                "{\"type\": \"enum\", \"name\": \"e\", \"symbols\": [\"A\"]} | text",
                "[\"null\", \"int\"] | int",
                "[\"int\", \"null\"] | int",
                "{\"type\": \"int\", \"logicalType\": \"date\"} | date",
                "{\"type\": \"int\", \"logicalType\": \"time-millis\"} | time",
                "{\"type\": \"long\", \"logicalType\": \"time-micros\"} | time",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"} | timestamp",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"} | bigint",
                "{\"type\": \"long\", \"logicalType\": \"local-timestamp-millis\"} | timestamp",
                "{\"type\": \"long\", \"logicalType\": \"local-timestamp-micros\"} | bigint",
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2} | decimal",
                "{\"type\": \"string\", \"logicalType\": \"uuid\"} | uuid",
                "{\"type\": \"string\", \"logicalType\": \"date\"} | text",
                "{\"type\": \"array\", \"items\": \"int\"} | frozen<list<int>>",
                "{\"type\": \"map\", \"values\": {\"type\": \"array\", \"items\": \"string\"}} | frozen<map<text, frozen<list<text>>>>",
                "{\"type\": \"record\", \"name\": \"r\", \"fields\": []} | text",
            })
    void everyAvroTypeHasItsCqlType(String avro, String cql) {
        TableDefinition definition = TableDefinition.of(Definition.of(
                1,
                "ks",
                List.of("k"),
                List.of(),
                Definition.field("k", "\"string\"") + "," + Definition.field("c", avro)));
        assertThat(definition.columns().get("c").cqlType()).isEqualTo(cql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"long\"",
                "[\"null\", {\"type\": \"int\", \"logicalType\": \"date\"}]",
                "{\"type\": \"string\", \"logicalType\": \"uuid\"}",
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}",
                "{\"type\": \"enum\", \"name\": \"e\", \"symbols\": [\"A\"]}",
            })
    void anEncryptedColumnIsABlobWhateverItsType(String avro) {
        for (String kind : List.of("random", "deterministic", "of a later version")) {
            TableDefinition definition = TableDefinition.of(Definition.of(
                    1,
                    "ks",
                    List.of("k"),
                    List.of(),
                    Definition.encrypted("k", avro, kind) + "," + Definition.field("c", "\"int\"")));
            assertThat(definition.columns().get("k").cqlType()).isEqualTo("blob");
            assertThat(definition.columns().get("c").cqlType()).isEqualTo("int");
        }
    }

    @Test
    void allReasonsAreToldAtOnce() {
        assertThatThrownBy(() -> TableDefinition.of(Definition.of(
                        1,
                        "k s",
                        List.of("nope"),
                        List.of(),
                        Definition.field("u", "[\"int\", \"string\"]") + "," + Definition.field("n", "\"null\""))))
                .isInstanceOf(RefusedDefinitionException.class)
                .hasMessageContaining("key_space (where='k s')")
                .hasMessageContaining("field (where='u') is a union")
                .hasMessageContaining("field (where='n') is always null")
                .hasMessageContaining("primary_key (where='nope')");
    }

    @Test
    void aSchemaThatIsNoneIsRefused() {
        assertThatThrownBy(() -> TableDefinition.of(
                        Definition.event("d", 1, "ks", List.of("k"), List.of(), "{\"type\": \"int\"}")))
                .hasMessageContaining("not a record");
        assertThatThrownBy(
                        () -> TableDefinition.of(Definition.event("d", 1, "ks", List.of("k"), List.of(), "nonsense")))
                .isInstanceOf(RefusedDefinitionException.class)
                .hasMessageContaining("not a valid Avro schema");
    }

    @Test
    void timeToLiveAndUnsetComeFromTheSchema() {
        String schema = "{\"type\": \"record\", \"name\": \"tab\", \"sluice.ttl_seconds\": 60, "
                + "\"sluice.empty_as\": \"unset\", \"fields\": [" + Definition.field("k", "\"string\"") + "]}";
        TableDefinition definition =
                TableDefinition.of(Definition.event("d", 1, "ks", List.of("k"), List.of(), schema));
        assertThat(definition.ttlSeconds()).hasValue(60);
        assertThat(definition.nullsUnset()).isTrue();
        String bad = schema.replace(": 60", ": 700000000");
        assertThatThrownBy(() -> TableDefinition.of(Definition.event("d", 1, "ks", List.of("k"), List.of(), bad)))
                .hasMessageContaining("ttl_seconds (where='700000000')");
    }
}
