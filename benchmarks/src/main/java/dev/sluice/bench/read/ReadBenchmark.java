package dev.sluice.bench.read;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvValidationException;
import dev.sluice.bench.Ratios;
import dev.sluice.bench.Shape;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.Tenant;
import dev.sluice.source.check.CheckedSchemas;
import dev.sluice.source.check.RecordLimit;
import dev.sluice.source.check.Validation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/** Nanoseconds and allocated bytes per row of splitting, of splitting and parsing, and of all up to the records for Connect. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReadBenchmark {
    private static final int ROWS = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Which rows. */
    @Param({"TELEMETRY", "REVIEWS"})
    public Shape shape;

    private byte[] file;
    private Definition definition;
    private RowColumns columns;
    private RowEmitter emitter;

    /** Makes the file, and checks that the records that come out of it have the values that opencsv reads. */
    @Setup
    public void prepare() throws IOException, CsvValidationException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(Shape.line(shape.row(random)));
        }
        file = text.toString().getBytes(StandardCharsets.UTF_8);
        Tenant tenant = new Tenant("acme");
        DefinitionReader.Result read = new DefinitionReader(tenant, keyspace -> true)
                .read(shape.definition("rows").getBytes(StandardCharsets.UTF_8));
        definition = ((DefinitionReader.Result.Valid) read).definition();
        columns = RowColumns.byPosition(definition);
        ImportContext context = new ImportContext(
                new DatasetId(tenant, "rows"), "0123456789abcdef0123", "rows", 1, 1_700_000_000_000_000L);
        emitter = new RowEmitter(
                RowEmitter.Origin.of(context, "rows.csv"),
                columns,
                definition.primaryKey(),
                new Topics("validated-input", "import-error", "table-ops"),
                RowEmitter.Text.of(1 << 14, true, definition),
                new CheckedSchemas(Validation.STANDARD, new RecordLimit(RecordSize.DEFAULT_LIMIT, true, 0))
                        .fit(definition, context, columns));
        List<SourceRecord> records = records();
        require(records.size() == ROWS, "each row becomes a record");
        try (CSVReader reader = reader()) {
            for (SourceRecord each : records) {
                Struct value = (Struct) each.value();
                List<String> texts = value.schema().fields().stream()
                        .map(Field::name)
                        .map(value::getString)
                        .toList();
                require(Arrays.asList(reader.readNext()).equals(texts), "a record has the values that opencsv reads");
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long split() throws IOException {
        RecordScanner scanner = scanner();
        long fields = 0;
        while (scanner.next()) {
            fields += scanner.fields();
        }
        return fields;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void splitAndParse(Blackhole hole) throws IOException {
        RecordScanner scanner = scanner();
        RowParser parser = new RowParser(definition.format(), MAX_BYTES);
        while (scanner.next()) {
            for (int i = 0; i < scanner.fields(); i++) {
                hole.consume(parser.field(scanner, i));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public List<SourceRecord> splitParseAndEmit() throws IOException {
        return records();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void opencsv(Blackhole hole) throws IOException, CsvValidationException {
        try (CSVReader reader = reader()) {
            for (String[] row = reader.readNext(); row != null; row = reader.readNext()) {
                hole.consume(row);
            }
        }
    }

    private List<SourceRecord> records() throws IOException {
        RecordScanner scanner = scanner();
        RowParser parser = new RowParser(definition.format(), MAX_BYTES);
        emitter.open(new AckLedger("import-error", () -> {}, new AckLedger.Counts(0, 0, 0)), ROWS);
        Instant now = Instant.EPOCH;
        long ordinal = 1;
        while (scanner.next()) {
            emitter.add(scanner, parser, ordinal++, now);
        }
        return emitter.close(scanner.position(ordinal));
    }

    private RecordScanner scanner() {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        return new RecordScanner(in::read, definition.format(), MAX_BYTES, BUFFER_BYTES, Position.START);
    }

    private CSVReader reader() {
        return new CSVReaderBuilder(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build();
    }

    /**
     * Runs all benchmarks and prints the ratios.
     *
     * @param args JMH's own
     */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Ratios.print(ReadBenchmark.class, args, "shape", "opencsv");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the benchmark's own data is wrong: it must be that " + what);
        }
    }
}
