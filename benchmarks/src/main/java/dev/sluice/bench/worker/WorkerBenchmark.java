package dev.sluice.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.Shape;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.process.Await;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs all subjects in turn, round after round, in one worker, and prints each round's ratios. The first round only warms up. */
public final class WorkerBenchmark implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String TENANT = "client_a";
    private static final int READY_MADE_ROWS = 1_024;

    private final LocalStack stack;
    private final ConnectRest rest;
    private final Staging staging;
    private final Path files;
    private int measurements;

    private WorkerBenchmark(Path directory, boolean exactlyOnce) throws InterruptedException, IOException {
        Checkout checkout = Checkout.find();
        Path readyMade = checkout.root().resolve("benchmarks/target/plugins");
        this.stack = LocalStack.builder()
                .directory(directory)
                .fromScratch()
                .tuning(Tuning.THROUGHPUT)
                .without("cassandra", "namenode", "datanode")
                .workerSetting("exactly.once.source.support", exactlyOnce ? "enabled" : "disabled")
                .workerSetting(
                        "plugin.path",
                        Stream.concat(checkout.pluginPath().stream(), Stream.of(readyMade))
                                .map(Path::toString)
                                .collect(Collectors.joining(",")))
                .start();
        this.rest = new ConnectRest(stack.connectUrl());
        this.staging = new Staging(stack.stagingDirectory(), TENANT);
        this.files = Files.createDirectories(directory.resolve("files"));
    }

    /**
     * Measures, and prints what it measured.
     *
     * @param args {@code [--exactly-once] [--rounds N] [--subjects a,b] shape=rows …}, where several numbers of rows of a shape tell
     *     whether the rate depends on the file's size
     */
    public static void main(String[] args) throws Exception {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        boolean exactlyOnce = rest.remove("--exactly-once");
        int rounds = Integer.parseInt(option(rest, "--rounds", "4"));
        List<Subject> subjects = Pattern.compile(",")
                .splitAsStream(option(rest, "--subjects", "READY_MADE,SOURCE,VALIDATED"))
                .map(Subject::valueOf)
                .toList();
        if (rest.isEmpty()) {
            rest = List.of("telemetry=1000000", "reviews=250000");
        }
        Path directory = Path.of(System.getProperty("sluice.stack.directory", "benchmarks/target/worker"));
        try (WorkerBenchmark benchmark = new WorkerBenchmark(directory, exactlyOnce)) {
            System.out.printf("exactly-once source support: %s%n", exactlyOnce);
            for (String workload : rest) {
                int equals = workload.indexOf('=');
                benchmark.run(
                        Shape.valueOf(workload.substring(0, equals).toUpperCase(Locale.ROOT)),
                        Long.parseLong(workload.substring(equals + 1)),
                        rounds,
                        subjects);
            }
        }
    }

    private static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        args.remove(at);
        return args.remove(at);
    }

    private void run(Shape shape, long rows, int rounds, List<Subject> subjects) throws Exception {
        Path file = write(shape, rows);
        System.out.printf(
                "%n%s, %,d rows, %,d bytes%n%-8s%s%n",
                shape,
                rows,
                Files.size(file),
                "round",
                subjects.stream()
                        .map(subject -> "%30s".formatted(subject.label() + " rows/s (CPU µs/row)"))
                        .collect(Collectors.joining()));
        List<Map<Subject, Taken>> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Map<Subject, Taken> taken = new EnumMap<>(Subject.class);
            for (Subject subject : subjects) {
                taken.put(
                        subject,
                        subject == Subject.READY_MADE ? readyMade(shape, rows) : imported(subject, shape, file, rows));
            }
            System.out.printf(
                    "%-8s%s%n",
                    round == 0 ? "warm-up" : Integer.toString(round),
                    subjects.stream()
                            .map(taken::get)
                            .map(each -> "%30s"
                                    .formatted("%,.0f (%.2f)".formatted(each.rowsPerSecond(), each.cpuMicrosPerRow())))
                            .collect(Collectors.joining()));
            if (round > 0) {
                measured.add(taken);
            }
        }
        ratio(measured, "source / ready-made", Subject.SOURCE, Subject.READY_MADE);
        ratio(measured, "validated / source", Subject.VALIDATED, Subject.SOURCE);
        ratio(measured, "validated / ready-made", Subject.VALIDATED, Subject.READY_MADE);
        ratio(measured, "parallel / validated", Subject.PARALLEL, Subject.VALIDATED);
        if (isMeasured(measured, Subject.PARALLEL, Subject.VALIDATED)) {
            System.out.printf(
                    "%-24s rate: %s%n",
                    "… of the whole import",
                    ratios(measured, Subject.PARALLEL, Subject.VALIDATED, Taken::importedPerSecond));
        }
        Files.delete(file);
    }

    private static void ratio(List<Map<Subject, Taken>> rounds, String what, Subject of, Subject to) {
        if (isMeasured(rounds, of, to)) {
            System.out.printf(
                    "%-24s rate: %s  CPU per row: %s%n",
                    what, ratios(rounds, of, to, Taken::rowsPerSecond), ratios(rounds, of, to, Taken::cpuMicrosPerRow));
        }
    }

    private static boolean isMeasured(List<Map<Subject, Taken>> rounds, Subject of, Subject to) {
        return rounds.stream().allMatch(round -> round.containsKey(of) && round.containsKey(to));
    }

    private static String ratios(
            List<Map<Subject, Taken>> rounds, Subject of, Subject to, ToDoubleFunction<Taken> what) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> what.applyAsDouble(round.get(of)) / what.applyAsDouble(round.get(to)))
                .sorted()
                .toArray();
        return ratios.length == 0
                ? "not measured"
                : "%.2f [%.2f–%.2f]".formatted(ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }

    private Path write(Shape shape, long rows) throws IOException {
        Path file = files.resolve(shape.name());
        Random random = new Random(rows);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(shape.header());
            for (long i = 0; i < rows; i++) {
                out.write(Shape.line(shape.row(random)));
            }
        }
        return file;
    }

    private Taken readyMade(Shape shape, long rows) throws Exception {
        String name = "ready-made-" + ++measurements;
        Path folder = Files.createDirectories(files.resolve(name));
        Random random = new Random(1);
        Files.writeString(
                folder.resolve("values.txt"),
                Stream.generate(() -> String.join("\u001f", shape.row(random)))
                        .limit(READY_MADE_ROWS)
                        .collect(Collectors.joining("\u001e")));
        ObjectNode connector = JSON.createObjectNode().put("name", name);
        ObjectNode config = connector
                .putObject("config")
                .put("connector.class", "dev.sluice.bench.readymade.ReadyMadeConnector")
                .put("tasks.max", "1")
                .put("topic", name)
                .put("rows", Long.toString(rows))
                .put("key.fields", Integer.toString(shape.keyFields()))
                .put("folder", folder.toString());
        config("client-a-source").properties().stream()
                .filter(entry -> entry.getKey().startsWith("producer.override."))
                .forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        return measure(name, rows, connector, () -> Files.exists(folder.resolve("done")), () -> {});
    }

    private Taken imported(Subject subject, Shape shape, Path file, long rows) throws Exception {
        // Of one length, for a dataset takes every file whose name begins with its own.
        String name = "%s_%03d".formatted(subject.name().toLowerCase(Locale.ROOT), ++measurements);
        ObjectNode connector = JSON.createObjectNode().put("name", name);
        ObjectNode settings = connector.putObject("config");
        settings.setAll(config(subject == Subject.SOURCE ? "two-stage/client-a-source" : "client-a-source"));
        settings.put("topic", name);
        if (subject == Subject.PARALLEL) {
            settings.put("tasks.max", "2").put("split.min.bytes", "1");
        }
        Taken taken = measure(
                name, rows, connector, () -> staging.report(name + ".csv").isPresent(), () -> {
                    staging.drop(name + ".dataset.json", shape.definition(name));
                    Path part = staging.in().resolve("." + name + ".part");
                    Files.copy(file, part);
                    Files.move(part, staging.in().resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
                });
        JsonNode report = staging.report(name + ".csv").orElseThrow();
        Duration imported = Duration.between(
                Instant.parse(report.path("started").asText()),
                Instant.parse(report.path("ended").asText()));
        return new Taken(rows, taken.seconds(), imported.toNanos() / 1e9, taken.cpuSeconds());
    }

    private static ObjectNode config(String name) throws IOException {
        return (ObjectNode)
                JSON.readTree(Pipeline.config(Checkout.find().root(), name).toFile())
                        .path("config");
    }

    private Taken measure(String topic, long rows, ObjectNode connector, Callable<Boolean> done, Drop drop)
            throws Exception {
        try (RowTopic arrivals = new RowTopic(stack.bootstrapServers(), topic)) {
            ProcessHandle worker =
                    ProcessHandle.of(stack.engine("worker-1").pid()).orElseThrow();
            drop.run();
            Duration before = cpu(worker);
            rest.post(connector.toString());
            rest.awaitRunning(topic, Duration.ofMinutes(1));
            // The status is not asked again: that costs the worker, too.
            Await.atMost(PATIENCE).until("all rows of " + topic, done);
            double cpuSeconds = cpu(worker).minus(before).toNanos() / 1e9;
            rest.delete(topic);
            RowTopic.Arrivals arrived = arrivals.arrivals();
            if (arrived.rows() != rows) {
                throw new IllegalStateException(topic + " has " + arrived.rows() + " rows, not " + rows);
            }
            return new Taken(rows, arrived.millis() / 1e3, Double.NaN, cpuSeconds);
        }
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        stack.close();
    }

    /** Makes the work for the connector. */
    private interface Drop {
        void run() throws IOException;
    }
}
