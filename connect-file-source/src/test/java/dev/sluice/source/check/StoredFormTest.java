package dev.sluice.source.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.Checked;
import dev.sluice.check.CompiledSchema;
import dev.sluice.check.RowCheck;
import dev.sluice.check.RowShape;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.encryption.ValueText;
import dev.sluice.source.Seeds;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What rows are expected to take is what they take once they are really encrypted. */
class StoredFormTest {
    private static final String ROWS = """
            {"type": "record", "name": "t", "namespace": "acme", "sluice.primary_key": ["c0"], "fields": [
              {"name": "c0", "type": "string", "sluice.encrypt": "deterministic"},
              {"name": "c1", "type": ["null", "string"], "default": null, "sluice.encrypt": "random"},
              {"name": "c2", "type": "double", "sluice.encrypt": "deterministic"},
              {"name": "c3", "type": {"type": "long", "logicalType": "timestamp-micros"}, "sluice.encrypt": "random"},
              {"name": "c4", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 9},
               "sluice.encrypt": "random"},
              {"name": "c5", "type": "bytes", "sluice.encrypt": "random"},
              {"name": "c6", "type": "string"}]}""";
    private static final ColumnKeys KEYS = ColumnKeys.NONE
            .with(new Tenant("acme"), KeySet.generate(EncryptionKind.RANDOM))
            .with(new Tenant("acme"), KeySet.generate(EncryptionKind.DETERMINISTIC));

    private static CompiledSchema compiled(String schema) {
        return CompiledSchema.of(
                new SubjectVersion("acme.t", 1), new Schema.Parser().parse(schema), Notation.iso(ZoneOffset.UTC));
    }

    private static Checked.Accepted accepted(CompiledSchema schema, List<String> texts) {
        List<String> names =
                IntStream.range(0, texts.size()).mapToObj(i -> "c" + i).toList();
        Checked checked = schema.rows(new RowShape.OfCells(names)).check(texts, RowCheck.NO_TIME);
        assertThat(checked).as(checked.toString()).isInstanceOf(Checked.Accepted.class);
        return (Checked.Accepted) checked;
    }

    private static List<String> texts(Random random) {
        return Arrays.asList(
                "é".repeat(random.nextInt(200) + 1),
                random.nextInt(4) == 0 ? null : "x".repeat(random.nextInt(300)),
                Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300)),
                "%04d-12-31T23:59:59.%06dZ".formatted(random.nextInt(9999) + 1, random.nextInt(1_000_000)),
                (random.nextBoolean() ? "-" : "") + random.nextInt(Integer.MAX_VALUE) + "." + random.nextInt(1_000_000),
                "0x" + "ab".repeat(random.nextInt(100)),
                "clear");
    }

    static LongStream seeds() {
        return Seeds.first(50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isAsLongAsTheCiphertext(long seed) {
        CompiledSchema schema = compiled(ROWS);
        Checked.Accepted row = accepted(schema, texts(new Random(seed)));
        Checked.Accepted stored = StoredForm.of(schema.contract()).apply(row);
        Contract.OfRows contract = (Contract.OfRows) schema.contract();

        Struct value = encrypted(contract, row.value(), contract.storedValueSchema());
        Struct key = encrypted(contract, row.key(), contract.storedKeySchema());
        assertThat(RecordSize.ofStruct(stored.value())).isEqualTo(RecordSize.ofStruct(value));
        assertThat(RecordSize.ofStruct(stored.key())).isEqualTo(RecordSize.ofStruct(key));
        assertThat(RecordSize.ofStruct(key)).isGreaterThan(RecordSize.ofStruct(row.key()));
    }

    /** As the transform does it. */
    private static Struct encrypted(Contract.OfRows contract, Struct row, org.apache.kafka.connect.data.Schema schema) {
        Struct encrypted = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = row.get(field.name());
            ContractColumn column = contract.columns().stream()
                    .filter(each -> each.name().equals(field.name()))
                    .findFirst()
                    .orElseThrow();
            encrypted.put(field, value == null || !column.isEncrypted() ? value : ciphertext(column, value));
        }
        return encrypted;
    }

    private static byte[] ciphertext(ContractColumn column, Object value) {
        EncryptionKind kind = EncryptionKind.of(column.encryption().property()).orElseThrow();
        return KEYS.cipher(new ColumnAddress(new Tenant("acme"), "t", column.name()), kind)
                .orElseThrow()
                .encrypt(ValueText.ofType(column.type()).of(value));
    }

    @Test
    void rowsInClearTextAreWhatTheyAre() {
        CompiledSchema schema = compiled(ROWS.replaceAll(",\\s+\"sluice.encrypt\": \"[a-z]+\"", ""));
        Checked.Accepted row = accepted(schema, texts(new Random(1)));
        UnaryOperator<Checked.Accepted> form = StoredForm.of(schema.contract());
        assertThat(form.apply(row).value()).isSameAs(row.value());
        assertThat(form.apply(row).key()).isSameAs(row.key());
        assertThat(form.apply(new Checked.Accepted(null, row.value(), List.of()))
                        .key())
                .isNull();
    }
}
