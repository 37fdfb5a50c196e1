package dev.sluice.stack.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One run of an engine, from launch to end. Safe for use by several threads. */
public final class EngineProcess {
    private final Process process;

    private EngineProcess(Process process) {
        this.process = process;
    }

    /** Launches the program with the JDK of this JVM; its output is appended to the engine's log file. */
    public static EngineProcess launch(JavaLaunch launch, Marker marker, EngineHome home) throws IOException {
        Path arguments = home.conf().resolve(launch.mainClass() + ".args");
        Files.writeString(arguments, launch.argumentFile());
        List<String> command = new ArrayList<>(NewSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(marker.options());
        command.add("@" + arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.logFile().toFile()));
        builder.environment().keySet().removeIf(EngineProcess::steersJava);
        builder.environment().putAll(launch.environment());
        return new EngineProcess(builder.start());
    }

    /** Variables of the caller's shell that would change an engine behind our back. */
    private static boolean steersJava(String variable) {
        return variable.equals("CLASSPATH")
                || variable.equals("_JAVA_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS")
                || variable.startsWith("KAFKA_")
                || variable.startsWith("HADOOP_")
                || variable.startsWith("QUARKUS_");
    }

    public long pid() {
        return process.pid();
    }

    /** When it started, as the operating system says; now, if it does not say. */
    public Instant started() {
        return process.info().startInstant().orElseGet(Instant::now);
    }

    public boolean isAlive() {
        // The handle, as Termination asks it: the process itself learns of its end a moment later.
        return process.toHandle().isAlive();
    }

    /** Waits for the end of a program that ends by itself. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    public void stop(Duration grace) {
        Termination.of(List.of(process.toHandle()), grace);
    }

    public void kill() {
        Termination.kill(List.of(process.toHandle()));
    }

    /** Physical memory in use; 0 if the process is gone. */
    public long residentBytes() {
        return residentBytes(pid());
    }

    /** Physical memory in use by any process of this user; 0 if it is gone or the system does not say. */
    public static long residentBytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return residentBytesByPs(pid);
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long residentBytesByPs(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return kilobytes.isBlank() ? 0 : Long.parseLong(kilobytes.strip()) * 1024;
        } catch (IOException noPs) {
            return 0;
        }
    }
}
