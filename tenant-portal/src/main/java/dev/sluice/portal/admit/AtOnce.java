package dev.sluice.portal.admit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** So many at once of each caller: uploads, or streams of events. Any thread. */
public final class AtOnce {
    private final int most;
    private final Map<String, Integer> counts = new HashMap<>();

    public AtOnce(int most) {
        this.most = most;
    }

    /** A place; to be closed once, when it is free again. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a place, if there is one. */
    public synchronized Optional<Place> enter(String caller) {
        int now = counts.getOrDefault(caller, 0);
        if (now >= most) {
            return Optional.empty();
        }
        counts.put(caller, now + 1);
        return Optional.of(() -> leave(caller));
    }

    private synchronized void leave(String caller) {
        counts.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
    }
}
