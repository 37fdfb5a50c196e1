package dev.sluice.stack.process;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small process that stops a stack when the JVM that started it is gone, even by SIGKILL.
 *
 * <p>It reads its standard input, a pipe that only that JVM holds open. The end of the pipe is the end of that JVM; no pid is
 * asked for, so none can be mistaken.
 */
public final class Watchdog {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private Watchdog() {}

    /** Launches one for the stack in this directory. It ends when its standard input is closed. */
    public static Process over(Path stack) throws IOException {
        List<String> command = new ArrayList<>(NewSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", ownClassPath()));
        command.addAll(List.of(Watchdog.class.getName(), stack.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }

    private static String ownClassPath() {
        try {
            return Path.of(Watchdog.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs until standard input ends; the one argument is the stack's directory. */
    public static void main(String[] arguments) throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever written; only the end matters.
        }
        List<ProcessHandle> left = Marker.processesOf(Path.of(arguments[0]));
        Termination.of(left, GRACE);
    }
}
