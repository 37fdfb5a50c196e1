package dev.sluice.cassandra.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import dev.sluice.cassandra.define.CqlTypes;
import dev.sluice.cassandra.define.LivingType;
import dev.sluice.cassandra.define.LivingType.LivingField;
import dev.sluice.cassandra.define.Naming;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {
    private static final CqlTypes TYPES = new CqlTypes(
            "ks",
            Map.of(
                    "tab.Zip", new LivingType("tab.Zip", List.of(new LivingField("code", "int"))),
                    "address",
                            new LivingType(
                                    "address",
                                    List.of(
                                            new LivingField("street", "text"),
                                            new LivingField("zip", "frozen<\"tab.Zip\">"),
                                            new LivingField("pair", "tuple<int, int>"),
                                            new LivingField("tags", "frozen<map<text, frozen<\"tab.Zip\">>>")))));
    private static final Schema ZIP =
            SchemaBuilder.struct().optional().field("code", Schema.INT32_SCHEMA).build();
    /** In another order than the type's, and without one of its fields. */
    private static final Schema ADDRESS = SchemaBuilder.struct()
            .field("tags", SchemaBuilder.map(Schema.STRING_SCHEMA, ZIP).build())
            .field("zip", ZIP)
            .field("street", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static Struct zip(int code) {
        return new Struct(ZIP).put("code", code);
    }

    private static ByteBuffer encoded(String type, Naming naming, Object value) {
        return CellEncoder.of(TYPES.parse(type), naming).encode(value);
    }

    private static Object decoded(String type, ByteBuffer bytes) {
        return CodecRegistry.DEFAULT.<Object>codecFor(TYPES.parse(type)).decode(bytes, ProtocolVersion.V4);
    }

    @Test
    void fieldsGoByNameAndThoseThatAreNotThereAreNull() {
        Struct struct = new Struct(ADDRESS).put("tags", Map.of("a", zip(1))).put("zip", zip(2));
        ByteBuffer bytes = encoded("frozen<address>", Naming.EXACT, struct);
        assertThat(bytes.getInt()).as("street is null").isEqualTo(-1);
        assertThat(bytes.getInt()).as("bytes of zip").isEqualTo(8);
        assertThat(bytes.getInt()).as("bytes of its code").isEqualTo(4);
        assertThat(bytes.getInt()).as("code").isEqualTo(2);
        assertThat(bytes.getInt()).as("pair is null").isEqualTo(-1);
        assertThat(bytes.getInt()).as("bytes of tags").isEqualTo(bytes.remaining());
    }

    @Test
    void theDriverReadsRecordsInListsAndMapsToo() {
        String list = "frozen<list<frozen<\"tab.Zip\">>>";
        List<?> zips = (List<?>) decoded(list, encoded(list, Naming.EXACT, List.of(zip(3), zip(4))));
        assertThat(zips).extracting(each -> ((UdtValue) each).getInt("code")).containsExactly(3, 4);
        String map = "map<text, frozen<\"tab.Zip\">>";
        Map<?, ?> byName = (Map<?, ?>) decoded(map, encoded(map, Naming.EXACT, Map.of("a", Map.of("code", 5L))));
        assertThat(((UdtValue) byName.get("a")).getInt("code")).isEqualTo(5);
    }

    @Test
    void fieldsAreFoundAsTheyAreWritten() {
        Schema upper = SchemaBuilder.struct().field("CODE", Schema.INT32_SCHEMA).build();
        Struct struct = new Struct(upper).put("CODE", 6);
        assertThat(((UdtValue) decoded("\"tab.Zip\"", encoded("\"tab.Zip\"", Naming.LOWER, struct))).getInt(0))
                .isEqualTo(6);
        assertThatThrownBy(() -> encoded("\"tab.Zip\"", Naming.EXACT, struct))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field (where='CODE')")
                .hasMessageContaining("tab.Zip");
    }

    @Test
    void whatDoesNotFitIsToldWithItsFieldAndWithoutItsContent() {
        assertThatThrownBy(() -> encoded("address", Naming.EXACT, Map.of("zip", Map.of("code", "secret"))))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "in field (where='zip') in field (where='code') comes as String, which CQL type int does not take");
        assertThatThrownBy(() -> encoded("address", Naming.EXACT, Map.of("pair", List.of(1, 2))))
                .hasMessageContaining("field (where='pair') is of type tuple<int, int>, which this sink cannot write");
        assertThatThrownBy(() -> encoded("address", Naming.EXACT, "text"))
                .hasMessageContaining("comes as String, which CQL type address does not take");
    }
}
