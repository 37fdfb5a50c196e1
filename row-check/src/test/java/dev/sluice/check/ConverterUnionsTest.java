package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import io.confluent.connect.avro.AvroData;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A union of several types goes through Confluent's AvroConverter and comes back, or is refused where the schema is compiled. */
class ConverterUnionsTest {
    private static final Notation ISO = Notation.iso(ZoneOffset.UTC);

    /** A type, a text that is a value of it, and what plain Avro has for the value. */
    private record Branch(String type, String text, Object avro) {}

    private static final List<Branch> BRANCHES = List.of(
            new Branch("\"boolean\"", "true", true),
            new Branch("\"int\"", "7", 7),
            new Branch("{\"type\":\"int\",\"logicalType\":\"date\"}", "1970-01-08", 7),
            new Branch("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", "00:00:00.007", 7),
            new Branch("\"long\"", "8000000000", 8_000_000_000L),
            new Branch("{\"type\":\"long\",\"logicalType\":\"time-micros\"}", "00:00:00.008", 8_000L),
            new Branch("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "1970-01-01T00:00:00.009Z", 9L),
            new Branch("{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "1970-01-01T00:00:00.009Z", 9_000L),
            new Branch("\"float\"", "1.5", 1.5f),
            new Branch("\"double\"", "2.5", 2.5),
            new Branch("\"string\"", "x y", "x y"),
            new Branch(
                    "{\"type\":\"string\",\"logicalType\":\"uuid\"}",
                    "00000000-0000-0000-0000-00000000000a",
                    "00000000-0000-0000-0000-00000000000a"),
            new Branch("\"bytes\"", "0x0102", ByteBuffer.wrap(new byte[] {1, 2})),
            new Branch(
                    "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}",
                    "1.25",
                    ByteBuffer.wrap(new byte[] {125})),
            new Branch(
                    "{\"type\":\"fixed\",\"name\":\"Price\",\"size\":4,\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}",
                    "1.25",
                    ByteBuffer.wrap(new byte[] {125})),
            new Branch("{\"type\":\"fixed\",\"name\":\"Four\",\"size\":4}", "0x01020304", ByteBuffer.wrap(new byte[] {
                1, 2, 3, 4
            })),
            new Branch(
                    "{\"type\":\"fixed\",\"name\":\"Two\",\"size\":2}", "0x0102", ByteBuffer.wrap(new byte[] {1, 2})),
            new Branch(
                    "{\"type\":\"fixed\",\"name\":\"Id\",\"size\":16,\"logicalType\":\"uuid\"}",
                    "00000000-0000-0000-0000-00000000000a",
                    ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10})),
            new Branch("{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"RED\",\"BLUE\"]}", "RED", "RED"),
            new Branch("{\"type\":\"enum\",\"name\":\"Size\",\"symbols\":[\"S\",\"M\"]}", "M", "M"),
            new Branch(record("a.Point"), "{\"x\":1}", "{\"x\": 1}"),
            new Branch(record("a.Pixel"), "{\"x\":1}", "{\"x\": 1}"),
            new Branch(record("b.Point"), "{\"x\":1}", "{\"x\": 1}"),
            new Branch("{\"type\":\"array\",\"items\":\"int\"}", "[1,2]", List.of(1, 2)),
            new Branch("{\"type\":\"map\",\"values\":\"int\"}", "{\"k\":1}", Map.of(new Utf8("k"), 1)));

    /** Types, by name, that the converter cannot write, or writes and reads as another. */
    private static final List<List<String>> INDISTINCT = List.of(
            List.of("string", "uuid", "Colour", "Size"),
            List.of("bytes", "decimal", "Price"),
            List.of("bytes", "decimal", "Price", "Four"),
            List.of("bytes", "decimal", "Price", "Two"),
            List.of("bytes", "decimal", "Price", "Id"),
            List.of("a.Point", "b.Point"));

    @TestFactory
    Stream<DynamicTest> everyPairOfTypesSurvivesTheWireOrIsRefused() {
        List<DynamicTest> pairs = new ArrayList<>();
        for (Branch one : BRANCHES) {
            for (Branch other : BRANCHES) {
                // Avro itself has no union of two types of one kind.
                if (isUnion(one.type(), other.type())) {
                    Schema schema = schema("[" + one.type() + "," + other.type() + "]", "");
                    pairs.add(DynamicTest.dynamicTest(
                            title(schema.getField("u").schema().getTypes().get(0)) + " "
                                    + title(schema.getField("u")
                                            .schema()
                                            .getTypes()
                                            .get(1)),
                            () -> verify(schema, one, other)));
                }
            }
        }
        assertThat(pairs).hasSizeGreaterThan(450);
        return pairs.stream();
    }

    private static void verify(Schema schema, Branch one, Branch other) throws IOException, RestClientException {
        List<Schema> types = schema.getField("u").schema().getTypes();
        List<String> problems = CompiledSchema.problems(schema, ISO);
        if (INDISTINCT.stream().anyMatch(same -> same.containsAll(List.of(title(types.get(0)), title(types.get(1)))))) {
            assertThat(problems).singleElement().asString().contains("which converters do not tell apart");
            return;
        }
        assertThat(problems).isEmpty();
        assertThatOnTheWire(schema, unionOf(types.get(0), one.text())).isEqualTo(one.avro());
        assertThatOnTheWire(schema, unionOf(types.get(1), other.text())).isEqualTo(other.avro());
    }

    /** That the doubt is true: this is why such unions are refused. */
    @Test
    void theConverterItselfCannotWriteAnEnumBesideAString() {
        Schema schema = schema("[\"string\",{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}]", "");
        org.apache.kafka.connect.data.Schema connect = new AvroData(1).toConnectSchema(schema);
        Struct row = new Struct(connect).put("u", new Struct(connect.field("u").schema()).put("string", "x"));

        assertThatThrownBy(() -> new AvroWire().write(row)).hasMessageContaining("Duplicate in union:string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['int', 'string'] | 4 | Struct{int=4}",
                "['int', 'string'] | 'x' | Struct{string=x}",
                "['int', 'long'] | 3000000000 | Struct{long=3000000000}",
                "['int', 'double'] | 4.5 | Struct{double=4.5}",
                "['string', {'type': 'array', 'items': 'int'}] | [1, 2] | Struct{array=[1, 2]}",
                "['string', {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}, {'name': 'y', 'type': 'int', 'default': 3}]}] | {'x': 1} | Struct{R=Struct{x=1,y=3}}",
                "[{'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}]}, 'string'] | {'x': 1} | Struct{R=Struct{x=1}}",
                "['boolean', {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}]}] | {'x': 1} | Struct{R=Struct{x=1}}",
                "['boolean', {'type': 'array', 'items': 'int'}, {'type': 'map', 'values': 'int'}] | {} | Struct{map={}}",
                "['int', {'type': 'enum', 'name': 'E', 'symbols': ['A']}] | 'A' | Struct{string=A}",
                "['null', 'int', 'string'] | null | null",
                "['int', 'null', 'string'] | 4 | Struct{int=4}",
                "['null', 'int', 'string'] | 'x' | Struct{string=x}",
                "[{'type': 'int', 'logicalType': 'date'}, 'string'] | 0 | Struct{int=Thu Jan 01 00:00:00 UTC 1970}",
                "{'type': 'array', 'items': ['int', 'string']} | [1, 'x'] | [Struct{int=1}, Struct{string=x}]",
                "{'type': 'map', 'values': ['null', 'int', 'string']} | {'k': 'x'} | {k=Struct{string=x}}",
                "{'type': 'record', 'name': 'R', 'fields': [{'name': 'u', 'type': ['int', 'string']}]} | {'u': 'x'} | Struct{u=Struct{string=x}}",
                "['null', {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}]}] | {'x': 1} | Struct{x=1}"
            })
    void theDefaultIsOfTheFirstTypeThatItIsAValueOf(String type, String defaultValue, String expected) {
        Schema schema = schema(type.replace('\'', '"'), ",\"default\":" + defaultValue.replace('\'', '"'));

        Struct row = accepted(schema, Map.of());

        row.validate();
        assertThat(String.valueOf(row.getWithoutDefault("u"))).isEqualTo(expected);
        AvroWire wire = new AvroWire();
        assertThat(String.valueOf(wire.read(wire.write(row)).get("u"))).isEqualTo(expected);
    }

    private static AbstractObjectAssert<?, Object> assertThatOnTheWire(Schema schema, Struct union)
            throws IOException, RestClientException {
        AvroWire wire = new AvroWire();
        Struct row = accepted(schema, Map.of("u", union));
        byte[] bytes = wire.write(row);
        assertThat(wire.read(bytes).get("u")).as("read by the converter").hasToString(String.valueOf(row.get("u")));
        return assertThat(wire.readPlain(bytes).get("u"));
    }

    /** A value that says which type of the union it is of, as a converter gives it. */
    private static Struct unionOf(Schema branch, String text) {
        Struct single = accepted(schema(branch.toString(), ""), Map.of("u", text));
        String name =
                switch (title(branch)) {
                    case "Colour", "Size" -> "string";
                    case "Price" -> "bytes";
                    default -> branch.getName();
                };
        SchemaBuilder union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field(name, single.schema().field("u").schema());
        return new Struct(union.build()).put(name, single.get("u"));
    }

    private static Struct accepted(Schema schema, Map<String, ?> row) {
        Checked checked = CompiledSchema.of(new SubjectVersion("a.t", 1), schema, ISO)
                .rows(new RowShape.OfMap())
                .check(row, RowCheck.NO_TIME);
        assertThat(checked).isInstanceOf(Checked.Accepted.class);
        return ((Checked.Accepted) checked).value();
    }

    private static String record(String name) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";
    }

    private static Schema schema(String type, String more) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"u\",\"type\":" + type + more
                        + "}]}");
    }

    private static boolean isUnion(String one, String other) {
        try {
            schema("[" + one + "," + other + "]", "");
            return true;
        } catch (AvroRuntimeException e) {
            return false;
        }
    }

    /** Decimals on bytes and UUIDs on strings by what they are, everything else by its name. */
    private static String title(Schema type) {
        boolean named = type.getType() == Schema.Type.FIXED || type.getLogicalType() == null;
        return named ? type.getFullName() : type.getLogicalType().getName();
    }
}
