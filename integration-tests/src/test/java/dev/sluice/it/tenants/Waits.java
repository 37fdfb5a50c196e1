package dev.sluice.it.tenants;

import java.util.Collection;
import java.util.List;

/** How long each of many tenants waited, in milliseconds, ascending. */
record Waits(List<Long> millis) {
    static Waits of(Collection<Long> millis) {
        return new Waits(millis.stream().sorted().toList());
    }

    /** @param percent of the tenants that waited no longer */
    long percentile(int percent) {
        return millis.get((int) Math.ceil(percent / 100.0 * millis.size()) - 1);
    }

    /** As a ratio of others', percentile by percentile. */
    String to(Waits others) {
        return "p50 %.2f, p99 %.2f, max %.2f".formatted(ratio(others, 50), ratio(others, 99), ratio(others, 100));
    }

    private double ratio(Waits others, int percent) {
        return (double) percentile(percent) / Math.max(1, others.percentile(percent));
    }

    @Override
    public String toString() {
        return "p50 %d ms, p99 %d ms, max %d ms".formatted(percentile(50), percentile(99), percentile(100));
    }
}
