package dev.sluice.stack.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes a child out of the terminal's process group, where the system has {@code setsid} (Linux).
 *
 * <p>Ctrl-C then reaches the starting JVM only, which stops the engines in order, and a closed terminal does not end a stack that
 * is meant to stay.
 */
final class NewSession {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private NewSession() {}

    /** What to put before a command; it keeps the pid, because a child of this JVM leads no group. */
    static List<String> prefix() {
        return SETSID.stream()
                .filter(Files::isExecutable)
                .map(Path::toString)
                .limit(1)
                .toList();
    }
}
