package dev.sluice.portal.watch;

import java.util.List;
import java.util.Optional;

/** The Connect cluster, as its REST API tells. Any thread; blocks. */
public interface Connectors {
    /**
     * A connector.
     *
     * @param state in Connect's words: {@code RUNNING}, {@code PAUSED}, {@code FAILED} …
     * @param type {@code source} or {@code sink}
     * @param trouble of the first part that has failed; one line, without the stack trace
     */
    record Connector(String name, String type, String state, List<String> tasks, Optional<String> trouble) {
        /** Whether the connector and all its tasks run. */
        public boolean isRunning() {
            return state.equals("RUNNING") && !tasks.isEmpty() && tasks.stream().allMatch("RUNNING"::equals);
        }
    }

    /**
     * All, by name.
     *
     * @throws UnreachableException if Connect does not answer
     */
    List<Connector> states();

    /** Connect does not answer. */
    final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreachableException(String message) {
            super(message);
        }
    }
}
