package dev.sluice.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Gives out TCP ports of 127.0.0.1 that nobody listens on, by name, each at most once.
 *
 * <p>They lie below the range from which operating systems take the ports of outgoing connections (Linux: 32768, macOS:
 * 49152). A port from binding to 0 would lie within it, and while an engine is down for a crash test, a client that keeps
 * reconnecting can be given that very port, even connect to itself, and the engine cannot come back.
 *
 * <p>Not safe for use by several threads.
 */
public final class FreePorts {
    static final int LOWEST = 15_000;
    static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private final Map<String, Integer> earlier;
    private final RandomGenerator random;
    private final Map<String, Integer> claimed = new HashMap<>();

    /** Takes earlier ports, by name, again if they are still free, so that a stack comes back where it was. */
    public FreePorts(Map<String, Integer> earlier, RandomGenerator random) {
        this.earlier = Map.copyOf(earlier);
        this.random = random;
    }

    /** The port of this name; the same one each time. */
    public int claim(String name) {
        return claimed.computeIfAbsent(name, this::find);
    }

    public Map<String, Integer> claimed() {
        return Map.copyOf(claimed);
    }

    private int find(String name) {
        Integer before = earlier.get(name);
        if (before != null && isFree(before)) {
            return before;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = random.nextInt(LOWEST, HIGHEST);
            if (!claimed.containsValue(candidate) && !earlier.containsValue(candidate) && isFree(candidate)) {
                return candidate;
            }
        }
        throw new UncheckedIOException(new IOException("No free port on 127.0.0.1 (range='" + LOWEST + ".." + HIGHEST
                + "'); the stack cannot start. Stop other stacks with 'scripts/stack down'."));
    }

    /** Whether a server could bind the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
