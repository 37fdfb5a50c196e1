package dev.sluice.validate;

import dev.sluice.bench.Ratios;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/**
 * What validating a row costs, against what Confluent's AvroConverter takes to serialise the value of the same row once it is typed
 * (its key is not counted, so the ratio is the stricter one). In the transform's package, for it is configured without a Registry.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ValidateBenchmark {
    private static final String TOPIC = "validated-input";

    /** Which rows. */
    @Param({"telemetry", "reviews"})
    public String rows;

    private final SchemaValidate<SourceRecord> plain = new SchemaValidate.Value<>();
    private final SchemaValidate<SourceRecord> ruled = new SchemaValidate.Value<>();
    private final SchemaValidate<SourceRecord> ruledCostly = new SchemaValidate.Value<>();
    private final SchemaValidate<SourceRecord> random = new SchemaValidate.Value<>();
    private final SchemaValidate<SourceRecord> deterministic = new SchemaValidate.Value<>();
    private final AvroConverter converter = new AvroConverter(new MockSchemaRegistryClient());
    private SourceRecord[] good;
    private SourceRecord[] bad;
    private SourceRecord[] typed;
    private int next;

    /** Makes the rows, and checks that they are what the figures say they are. */
    @Setup
    public void prepare() {
        BenchmarkRows dataset = rows.equals("telemetry") ? BenchmarkRows.TELEMETRY : BenchmarkRows.REVIEWS;
        SchemaValidateConfig config = new SchemaValidateConfig(Map.of("schema.registry.url", "http://unused"));
        plain.configure(config, dataset.source("[]"));
        ruled.configure(config, dataset.source(dataset.rules()));
        ruledCostly.configure(config, dataset.source(dataset.costlyRules()));
        ColumnKeys keys = keys(dataset);
        SchemaValidateConfig withKeys = new SchemaValidateConfig(
                Map.of("schema.registry.url", "http://unused", "encryption.keys", keys.toJson()));
        random.configure(withKeys, dataset.encrypted("random"));
        deterministic.configure(withKeys, dataset.encrypted("deterministic"));
        converter.configure(
                Map.of(
                        "schema.registry.url",
                        "mock://unused",
                        "value.subject.name.strategy",
                        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"),
                false);
        good = dataset.records(false).toArray(SourceRecord[]::new);
        bad = dataset.records(true).toArray(SourceRecord[]::new);
        typed = new SourceRecord[good.length];
        for (int i = 0; i < good.length; i++) {
            typed[i] = plain.apply(good[i]);
            require(ruled.apply(good[i]).equals(typed[i]), "rules change nothing of a row that meets them");
            require(ruledCostly.apply(good[i]).equals(typed[i]), "nor do the costly ones");
            verify((Struct) good[i].value(), typed[i], dataset.columns());
            verifyEncrypted(dataset, keys, EncryptionKind.RANDOM, random.apply(good[i]), typed[i]);
            verifyEncrypted(dataset, keys, EncryptionKind.DETERMINISTIC, deterministic.apply(good[i]), typed[i]);
            List<?> violations =
                    Rejection.of((Struct) plain.apply(bad[i]).value()).violations();
            require(violations.size() == dataset.badColumns().size(), "a bad row has its violations");
        }
        Struct lawless = new Struct(good[0].valueSchema());
        dataset.columns().forEach(column -> lawless.put(column, ((Struct) good[0].value()).getString(column)));
        lawless.put(dataset.badColumns().get(0), "-7").put(dataset.badColumns().get(1), "-7");
        SourceRecord broken =
                good[0].newRecord(TOPIC, null, null, null, lawless.schema(), lawless, 0L, good[0].headers());
        require(plain.apply(broken).topic().equals(TOPIC), "the types of a lawless row are right");
        require(ruled.apply(broken).topic().equals("import-error"), "the rules are checked");
    }

    @TearDown
    public void close() throws IOException {
        plain.close();
        ruled.close();
        ruledCostly.close();
        random.close();
        deterministic.close();
        converter.close();
    }

    @Benchmark
    public SourceRecord accepted() {
        return plain.apply(good[turn()]);
    }

    @Benchmark
    public SourceRecord acceptedWithThreeExpressions() {
        return ruled.apply(good[turn()]);
    }

    /** A regular expression, a function, and what is left to CEL's library: arithmetic with fractions, contains. */
    @Benchmark
    public SourceRecord acceptedWithThreeCostlyExpressions() {
        return ruledCostly.apply(good[turn()]);
    }

    /** With AES-256-GCM: of telemetry a number and a time, of reviews a number and the body. */
    @Benchmark
    public SourceRecord acceptedWithTwoRandomColumns() {
        return random.apply(good[turn()]);
    }

    /** The same two columns with AES-256-SIV. */
    @Benchmark
    public SourceRecord acceptedWithTwoDeterministicColumns() {
        return deterministic.apply(good[turn()]);
    }

    @Benchmark
    public SourceRecord rejected() {
        return plain.apply(bad[turn()]);
    }

    @Benchmark
    public byte[] serialised() {
        SourceRecord record = typed[turn()];
        return converter.fromConnectData(TOPIC, record.valueSchema(), record.value());
    }

    /**
     * Runs all benchmarks and prints the ratios.
     *
     * @param args JMH's own
     */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Ratios.print(ValidateBenchmark.class, args, "rows", "serialised");
    }

    private int turn() {
        next = (next + 1) & (BenchmarkRows.ROWS - 1);
        return next;
    }

    /** Every text is the value that it says, read in another way than the transform's. */
    private static void verify(Struct raw, SourceRecord typed, List<String> columns) {
        require(typed.topic().equals(TOPIC), "a good row is accepted");
        Struct value = (Struct) typed.value();
        for (String column : columns) {
            String text = raw.getString(column);
            Object read = value.get(column);
            require(
                    read instanceof Double number
                            ? number == Double.parseDouble(text)
                            : read instanceof java.util.Date date
                                    ? date.toInstant().toString().startsWith(text)
                                    : read.toString().equals(text),
                    column + " is '" + text + "'");
        }
    }

    private static ColumnKeys keys(BenchmarkRows dataset) {
        ColumnKeys keys = ColumnKeys.NONE;
        for (EncryptionKind kind : EncryptionKind.values()) {
            keys = keys.with(new Tenant(dataset.tenant()), KeySet.generate(kind));
        }
        return keys;
    }

    /** The two columns are ciphertext of what they were, and nothing else has changed. */
    private static void verifyEncrypted(
            BenchmarkRows dataset, ColumnKeys keys, EncryptionKind kind, SourceRecord stored, SourceRecord typed) {
        for (String column : dataset.columns()) {
            Object clear = ((Struct) typed.value()).get(column);
            Object read = ((Struct) stored.value()).get(column);
            if (!dataset.sensitive().contains(column) || clear == null) {
                require(java.util.Objects.equals(read, clear), column + " stays as it is");
                continue;
            }
            ColumnAddress address = ColumnAddress.parse(dataset.tenant() + ".rows." + column);
            try {
                byte[] text = keys.cipher(address, kind).orElseThrow().decrypt(((ByteBuffer) read).array());
                require(
                        new String(text, StandardCharsets.UTF_8).equals(clear.toString()),
                        column + " can be decrypted");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        "the benchmark's own data is wrong: " + column + " is no ciphertext", e);
            }
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the benchmark's own data is wrong: it must be that " + what);
        }
    }
}
