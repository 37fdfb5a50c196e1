package dev.sluice.source.report;

import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Counts by code. One thread counts, any thread reads. */
final class CodeCounts {
    private final ConcurrentMap<Code, Long> counts = new ConcurrentHashMap<>();
    private final List<Consumer<Code>> listeners = new ArrayList<>();

    /** Hears of every code, once, when it is counted for the first time. */
    void whenNew(Consumer<Code> listener) {
        listeners.add(listener);
    }

    void add(Code code, long number) {
        if (counts.merge(code, number, Long::sum) == number) {
            listeners.forEach(listener -> listener.accept(code));
        }
    }

    long of(Code code) {
        return counts.getOrDefault(code, 0L);
    }

    /** All that were counted, by name. */
    Map<String, Long> byName() {
        Map<String, Long> byName = new TreeMap<>();
        counts.forEach((code, number) -> byName.put(code.name(), number));
        return byName;
    }
}
