package dev.sluice.bench.convert;

import dev.sluice.bench.Ratios;
import dev.sluice.bench.Shape;
import dev.sluice.converter.CachingAvroConverter;
import io.confluent.connect.avro.AvroConverter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
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

/** A row to bytes and back, through Confluent's converter and through ours, each with its registry client and a Registry over HTTP. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ConverterBenchmark {
    private static final String TOPIC = "validated-input";
    private static final int ROWS = 1_024;
    private static final long SEED = 4;

    /** Which rows. */
    @Param({"TELEMETRY", "REVIEWS"})
    public Shape rows;

    private final Converter confluents = new AvroConverter();
    private final Converter caching = new CachingAvroConverter();
    private final Struct[] values = new Struct[ROWS];
    private final byte[][] bytes = new byte[ROWS][];
    private LoopbackRegistry registry;
    private Schema schema;
    private int next;

    /** Makes the rows, and checks that both converters agree on them. */
    @Setup
    public void prepare() throws IOException {
        registry = new LoopbackRegistry();
        for (Converter converter : List.of(confluents, caching)) {
            converter.configure(
                    Map.of(
                            "schema.registry.url",
                            registry.url(),
                            "value.subject.name.strategy",
                            "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"),
                    false);
        }
        SchemaBuilder builder = SchemaBuilder.struct().name("client_a.rows");
        rows.columns().forEach(column -> builder.field(column, Schema.OPTIONAL_STRING_SCHEMA));
        schema = builder.build();
        Random random = new Random(SEED);
        for (int i = 0; i < ROWS; i++) {
            values[i] = new Struct(schema);
            List<String> texts = rows.row(random);
            for (int c = 0; c < texts.size(); c++) {
                values[i].put(schema.fields().get(c), texts.get(c));
            }
            bytes[i] = confluents.fromConnectData(TOPIC, schema, values[i]);
            require(
                    Arrays.equals(bytes[i], caching.fromConnectData(TOPIC, schema, values[i])),
                    "the bytes are the same");
            SchemaAndValue back = caching.toConnectData(TOPIC, bytes[i]);
            require(back.equals(confluents.toConnectData(TOPIC, bytes[i])), "what is read is the same");
            require(((Struct) back.value()).get(rows.columns().get(0)).equals(texts.get(0)), "it is what was written");
        }
    }

    @TearDown
    public void close() throws IOException {
        confluents.close();
        caching.close();
        registry.close();
    }

    @Benchmark
    public byte[] confluentsWrites() {
        return confluents.fromConnectData(TOPIC, schema, values[turn()]);
    }

    @Benchmark
    public byte[] cachingWrites() {
        return caching.fromConnectData(TOPIC, schema, values[turn()]);
    }

    @Benchmark
    public SchemaAndValue confluentsReads() {
        return confluents.toConnectData(TOPIC, bytes[turn()]);
    }

    @Benchmark
    public SchemaAndValue cachingReads() {
        return caching.toConnectData(TOPIC, bytes[turn()]);
    }

    /**
     * Runs all benchmarks and prints the ratios.
     *
     * @param args JMH's own
     */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Ratios.print(ConverterBenchmark.class, args, "rows", "confluentsWrites");
    }

    private int turn() {
        next = (next + 1) & (ROWS - 1);
        return next;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the benchmark's own data is wrong: it must be that " + what);
        }
    }
}
