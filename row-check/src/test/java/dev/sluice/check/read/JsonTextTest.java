package dev.sluice.check.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.schema.ConnectTypes;
import java.time.ZoneOffset;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Faults inside JSON say where; values are in the golden corpus. */
class JsonTextTest {
    private static final Schema TYPE = new Schema.Parser().parse("""
            {"type": "array", "items": {"type": "record", "name": "R", "fields": [
              {"name": "m", "type": {"type": "map", "values": "int"}}, {"name": "n", "type": "int"}]}}""");

    @Test
    void aFaultNamesItsPlaceButNoData() {
        assertThat(problem("[{\"m\": {}, \"n\": 1}, {\"n\": 1, \"m\": {\"a\": 1, \"secret\": 3000000000}}]"))
                .isEqualTo("has at [1].m{2. entry} a value that does not fit an int (-2147483648 to 2147483647)");
        assertThat(problem("[{\"m\": {}}]"))
                .isEqualTo("has at [0] a value that has no field n, but it must have a value");
        assertThat(problem("[{\"secret\": 1}]"))
                .isEqualTo("has at [0] a value that has a field that its type does not have");
        assertThat(problem("[")).isEqualTo("is not JSON of type array");
    }

    @Test
    void textNestedWithoutEndIsAFaultNotACrash() {
        assertThat(problem("[".repeat(100_000))).startsWith("has at [0] a value that is not JSON of type record");
        assertThat(problem("[{\"n\": " + "9".repeat(100_000) + "}]")).isNotBlank();
    }

    private static String problem(String text) {
        Object read = TextTypes.of(TYPE, ConnectTypes.of(TYPE), Notation.iso(ZoneOffset.UTC))
                .read(text);
        return ((Fault) read).problem();
    }
}
