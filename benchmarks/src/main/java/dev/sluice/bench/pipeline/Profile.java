package dev.sluice.bench.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What another JVM spends its processor time on, by Flight Recorder: samples of running Java methods by whose code it was (methods of
 * the JDK count for their caller) and by thread. Compilers and collectors are no Java methods and do not show.
 */
final class Profile {
    private static final int SHOWN = 14;
    private static final String NAME = "pipeline";
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final long pid;
    private final Path file;

    private Profile(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    static Profile start(long pid, Path file) throws IOException, InterruptedException {
        jcmd(pid, "JFR.start", "name=" + NAME, "settings=profile");
        return new Profile(pid, file);
    }

    /** Keeps it in its file. */
    void end() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
    }

    /** Prints the shares. */
    void print() throws IOException {
        List<RecordedEvent> samples;
        try (RecordingFile recording = new RecordingFile(file)) {
            Stream.Builder<RecordedEvent> found = Stream.builder();
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    found.add(event);
                }
            }
            samples = found.build().toList();
        }
        shares("by code", samples, Profile::owner);
        shares("by thread", samples, Profile::thread);
    }

    private static void shares(String what, List<RecordedEvent> samples, Function<RecordedEvent, String> by) {
        Map<String, Long> counts =
                samples.stream().collect(Collectors.groupingBy(by, HashMap::new, Collectors.counting()));
        System.out.printf(
                "  worker, %,d samples %s: %s%n",
                samples.size(),
                what,
                counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SHOWN)
                        .map(each -> "%s %.0f %%".formatted(each.getKey(), 100.0 * each.getValue() / samples.size()))
                        .collect(Collectors.joining(", ")));
    }

    private static String owner(RecordedEvent sample) {
        Optional<String> type = sample.getStackTrace().getFrames().stream()
                .map(RecordedFrame::getMethod)
                .map(method -> method.getType().getName())
                .filter(name -> JDK.stream().noneMatch(name::startsWith))
                .findFirst();
        return type.map(Profile::area).orElse("JDK");
    }

    /** The package, as deep as it tells one part of the worker from another. */
    private static String area(String type) {
        String[] parts = type.split("\\.", -1);
        int depth = type.startsWith("org.apache.kafka.") ? 5 : type.startsWith("org.apache.") ? 3 : 4;
        return Stream.of(parts).limit(Math.min(depth, parts.length - 1)).collect(Collectors.joining("."));
    }

    private static String thread(RecordedEvent sample) {
        RecordedThread thread = sample.getThread("sampledThread");
        String name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
        return name.replaceAll("(connector-producer-|task-thread-|connector-consumer-)", "")
                .replaceAll("s\\d+-io-\\d+", "driver")
                .replaceAll("-\\d+$", "");
    }

    private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
        Stream<String> command = Stream.concat(
                Stream.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "jcmd", "" + pid),
                Stream.of(words));
        Process process =
                new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + String.join(" ", words) + ": " + said);
        }
    }
}
