package dev.sluice.it.archive;

import dev.sluice.it.Beans;
import dev.sluice.stack.process.Await;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One {@link ArchiveProcess}, seen from outside. Its class path is the packaged plugin's folder and what a worker gives. */
final class ArchiveHandle implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** A call under way may take half a minute; the files that are open must not take as long, each. */
    private static final Duration STOPPING = Duration.ofMinutes(2);

    private static final List<String> OF_THE_WORKER =
            List.of("connect-api-", "kafka-clients-", "slf4j-", "lz4", "snappy");

    private final Process process;
    private final Path log;
    /** What was in the log before, of others. */
    private final long logged;

    private final Writer commands;
    private final List<String> said = new ArrayList<>();
    private Beans beans;

    private ArchiveHandle(Process process, Path log, long logged) {
        this.process = process;
        this.log = log;
        this.logged = logged;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "archive-process");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts one.
     *
     * @param directory of its log and its offsets
     * @param haltAt the step to end at; 0 for none
     * @param config of the connector, as key=value; what begins with a hyphen is for the JVM
     */
    static ArchiveHandle start(Path plugin, Path directory, int haltAt, long seed, List<String> config)
            throws IOException {
        Files.createDirectories(directory);
        Path log = directory.resolve("log");
        long logged = Files.exists(log) ? Files.size(log) : 0;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dhalt.at=" + haltAt,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-cp",
                classPath(plugin)));
        config.stream().filter(each -> each.startsWith("-")).forEach(command::add);
        command.addAll(List.of(
                ArchiveProcess.class.getName(), directory.resolve("offsets").toString(), Long.toString(seed)));
        config.stream().filter(each -> !each.startsWith("-")).forEach(command::add);
        return new ArchiveHandle(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log,
                logged);
    }

    /** The packaged plugin, and what workers give. */
    static String classPath(Path plugin) throws IOException {
        try (Stream<Path> jars = Files.list(plugin.resolve("lib"))) {
            Stream<String> own = jars.map(Path::toString);
            Stream<String> workers = Arrays.stream(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> entry.endsWith("test-classes")
                            || OF_THE_WORKER.stream().anyMatch(new File(entry).getName()::startsWith));
            return Stream.concat(workers, own).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Lets it deliver up to an offset of each partition. */
    void deliverUpTo(long offset) throws IOException {
        commands.write(offset + "\n");
        commands.flush();
    }

    /** Returns when all partitions have committed an offset. */
    void awaitCommitted(long offset) throws InterruptedException {
        await("offset " + offset + " to be committed", () -> last("committed ") >= offset);
    }

    /** Returns when it owns its partitions; the number of steps that took. */
    long awaitOpened() throws InterruptedException {
        await("the partitions to be opened", () -> last("opened ") >= 0);
        return last("opened ");
    }

    /** Returns when its log says something. */
    void awaitLog(String text) throws InterruptedException {
        await("'" + text + "' in " + log, () -> Files.readString(log).contains(text));
    }

    /** Its MBeans; to attach takes a moment. */
    Beans beans() throws Exception {
        if (beans == null) {
            // Attaching sends a signal, which ends a virtual machine that does not run yet.
            await("its first word in " + log, () -> Files.size(log) > logged);
            beans = Beans.of(process.pid());
        }
        return beans;
    }

    /** Has it end well, once all that was delivered is committed. */
    void end() throws Exception {
        end("end", PATIENCE);
    }

    /** Has it end well, as a worker that is given other settings has its tasks, whatever is not committed. */
    void stop() throws Exception {
        end("stop", STOPPING);
    }

    private void end(String command, Duration patience) throws Exception {
        commands.write(command + "\n");
        commands.flush();
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("does not end; see " + log);
        }
        int code = process.exitValue();
        if (code != 0) {
            throw new IllegalStateException("ended with " + code + "; see " + log);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end, whatever that is. */
    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (beans != null) {
            beans.close();
        }
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> condition) throws InterruptedException {
        Await.atMost(PATIENCE).until(what, () -> {
            if (condition.call()) {
                return true;
            }
            if (!process.isAlive()) {
                throw new Await.GaveUp("it died with exit code " + process.exitValue() + "; see " + log);
            }
            return false;
        });
    }

    private long last(String key) {
        synchronized (said) {
            return said.stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length())))
                    .max()
                    .orElse(-1);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (said) {
                said.add("closed");
            }
        }
    }
}
