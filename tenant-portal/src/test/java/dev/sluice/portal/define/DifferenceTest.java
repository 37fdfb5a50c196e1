package dev.sluice.portal.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final String FIRST = """
            {"type": "record", "name": "orders", "sluice.dataset": "orders", "sluice.empty_as": "null", "fields": [
              {"name": "id", "type": "int"}, {"name": "price", "type": ["null", "double"], "default": null},
              {"name": "old", "type": "string"}]}
            """;
    private static final String SECOND = """
            {"type": "record", "name": "orders", "sluice.dataset": "orders", "sluice.empty_as": "empty",
             "sluice.rules": [{"type": "range"}], "fields": [
              {"name": "id", "type": "int"},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}, "sluice.pattern": "dd.MM.yyyy"},
              {"name": "tags", "type": {"type": "array", "items": "string"}, "default": []}]}
            """;

    @Test
    void aDifferenceIsToldColumnByColumn() {
        List<Difference> differences = Difference.between(version(1, FIRST, "id"), version(2, SECOND, "id"));
        assertThat(differences)
                .extracting(one ->
                        one.kind() + " " + one.what() + " " + one.name() + ": " + one.before() + " → " + one.after())
                .containsExactly(
                        "CHANGED column price: double, optional → decimal(10,2)",
                        "ADDED column day:  → date, written as dd.MM.yyyy",
                        "ADDED column tags:  → array of string, default []",
                        "REMOVED column old: string → ",
                        "CHANGED setting empty_as: null → empty",
                        "ADDED setting rules:  → [{\"type\":\"range\"}]");
    }

    @Test
    void encryptionIsToldInWords() {
        String encrypted = FIRST.replace("\"name\": \"id\"", "\"name\": \"id\", \"sluice.encrypt\": \"deterministic\"")
                .replace("\"name\": \"price\"", "\"name\": \"price\", \"sluice.encrypt\": \"random\"");
        assertThat(Difference.between(version(1, FIRST, "id"), version(2, encrypted, "id")))
                .extracting(Difference::name, Difference::before, Difference::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", "int", "int, encrypted, deterministic"),
                        org.assertj.core.groups.Tuple.tuple(
                                "price", "double, optional", "double, optional, encrypted"));
    }

    @Test
    void theSameIsNoDifferenceAndAnotherKeyIsOne() {
        assertThat(Difference.between(version(1, FIRST, "id"), version(1, FIRST, "id")))
                .isEmpty();
        assertThat(Difference.between(version(1, FIRST, "id"), version(1, FIRST, "old")))
                .extracting(Difference::what, Difference::before, Difference::after)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("primary key", "(id), price", "(old), price"));
    }

    @Test
    void aDefinitionIsDroppedUnderTheNameOfItsDataset() {
        assertThat(name("{\"name\": \"orders-2\"}")).isEqualTo("orders-2.dataset.json");
        for (String bad :
                List.of("", "[]", "{", "{}", "{\"name\": \"../x\"}", "{\"name\": \"a/b\"}", "{\"name\": 7.5e900}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> name(bad))
                    .withMessageContaining("Nothing was stored");
        }
    }

    private static String name(String json) {
        return Datasets.fileName(json.getBytes(StandardCharsets.UTF_8)).path();
    }

    private static DatasetVersion version(int number, String schema, String key) {
        return DatasetVersion.of(new DefinitionStore.Stored(
                number, Instant.EPOCH, "shop", "orders", List.of(key), List.of("price"), schema));
    }
}
