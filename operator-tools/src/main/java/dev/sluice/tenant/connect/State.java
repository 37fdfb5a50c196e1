package dev.sluice.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a connector does.
 *
 * @param connector {@code RUNNING}, {@code FAILED}, {@code PAUSED} and so on
 * @param tasks the same, of each task
 * @param trouble the first line of the first trace; empty if nothing has failed
 */
public record State(String connector, List<String> tasks, Optional<String> trouble) {
    private static final String RUNNING = "RUNNING";

    public State {
        tasks = List.copyOf(tasks);
    }

    static State of(JsonNode status) {
        List<String> tasks = new ArrayList<>();
        List<String> traces = new ArrayList<>();
        trace(status.path("connector"), traces);
        for (JsonNode task : status.path("tasks")) {
            tasks.add(task.path("state").asText());
            trace(task, traces);
        }
        return new State(
                status.at("/connector/state").asText("UNKNOWN"),
                tasks,
                traces.stream().findFirst());
    }

    private static void trace(JsonNode part, List<String> traces) {
        part.path("trace").asText().lines().findFirst().ifPresent(traces::add);
    }

    /** All of it runs. */
    public boolean isRunning() {
        return connector.equals(RUNNING) && !tasks.isEmpty() && tasks.stream().allMatch(RUNNING::equals);
    }

    @Override
    public String toString() {
        return connector + ", " + (tasks.isEmpty() ? "no task yet" : "tasks " + String.join(" ", tasks));
    }
}
