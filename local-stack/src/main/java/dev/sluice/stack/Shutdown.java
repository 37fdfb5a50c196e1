package dev.sluice.stack;

import dev.sluice.stack.process.Marker;
import dev.sluice.stack.process.Termination;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ends the processes of a stack: workers first, while there is still a broker to say goodbye to, then all others at once. */
public final class Shutdown {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private Shutdown() {}

    /** Returns when none of them runs any more. */
    public static void of(Collection<ProcessHandle> processes) {
        Map<Boolean, List<ProcessHandle>> byRole =
                processes.stream().collect(Collectors.partitioningBy(Shutdown::isWorker));
        Termination.of(byRole.get(true), GRACE);
        Termination.of(byRole.get(false), GRACE);
    }

    private static boolean isWorker(ProcessHandle process) {
        return Marker.of(process).filter(m -> m.engine().startsWith("worker")).isPresent();
    }
}
