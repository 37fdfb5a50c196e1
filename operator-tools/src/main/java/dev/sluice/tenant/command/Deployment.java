package dev.sluice.tenant.command;

import dev.sluice.tenant.connect.Cluster;
import dev.sluice.tenant.connect.State;
import dev.sluice.tenant.render.Connector;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Brings a cluster and the staging directory to what is wanted, and tells what it has done. */
final class Deployment {
    private static final long PAUSE_MILLIS = 500;

    private final Cluster cluster;
    private final PrintWriter out;
    private final Optional<SinkKeyspaces> sinks;

    /** What makes the directories; tells what it did. */
    interface Directories {
        List<String> prepare() throws IOException;
    }

    /** @param sinks that have to allow the tenant's keyspaces; empty to leave them alone */
    Deployment(Cluster cluster, PrintWriter out, Optional<SinkKeyspaces> sinks) {
        this.cluster = cluster;
        this.out = out;
        this.sinks = sinks;
    }

    /**
     * Directories first, for the connector's own checks look at them; then those checks; then the sinks, which must allow what the
     * connector's first definition wants; then the connector.
     *
     * @return the exit code
     */
    int deploy(Connector wanted, Directories directories, Duration patience) throws IOException, InterruptedException {
        Optional<Map<String, String>> before = cluster.config(wanted.name());
        List<String> done = directories.prepare();
        done.forEach(out::println);
        List<String> problems = cluster.problems(wanted);
        if (!problems.isEmpty()) {
            throw new Refusal(
                    "Connect would not take connector " + wanted.name() + ", which was left as it is:", problems);
        }
        if (sinks.isPresent()) {
            sinks.get().allow(wanted);
        }
        if (before.filter(wanted.config()::equals).isPresent()) {
            out.println("connector " + wanted.name() + " is as it should be");
        } else {
            cluster.put(wanted);
            out.println((before.isPresent() ? "changed connector " : "made connector ") + wanted.name());
            before.ifPresent(now -> tellChanges(now, wanted.config()));
        }
        return patience.isZero() ? 0 : await(wanted.name(), patience);
    }

    private void tellChanges(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            String old = before.get(key);
            String now = after.get(key);
            if (old == null) {
                out.println("  " + key + ": " + now);
            } else if (now == null) {
                // It may have been a secret.
                out.println("  " + key + " is taken out");
            } else if (!old.equals(now)) {
                out.println("  " + key + ": " + now + (isSecret(key) ? "" : " (was " + old + ")"));
            }
        }
    }

    private static boolean isSecret(String key) {
        return key.matches("(?i).*(password|secret|token|jaas|credential|user\\.info).*");
    }

    private int await(String name, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<State> state = cluster.state(name);
            if (state.filter(State::isRunning).isPresent()) {
                out.println("connector " + name + ": " + state.get());
                return 0;
            }
            Optional<String> trouble = state.flatMap(State::trouble);
            if (trouble.isPresent() || System.nanoTime() > end) {
                throw new Refusal("connector " + name + " does not run (state='"
                        + state.map(State::toString).orElse("unknown") + "'); no file of the tenant is taken. "
                        + trouble.map(text -> "It says: " + text).orElse("Look into the workers' logs."));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
