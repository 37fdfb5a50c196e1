package dev.sluice.agreement;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a program of a tenant's gets from Kubernetes, in its words.
 *
 * @param requests by name, {@code cpu} or {@code memory}, sorted
 * @param limits by name, as well
 */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    /** Nothing is said. */
    public static final Resources NONE = new Resources(Map.of(), Map.of());

    public Resources {
        requests = new TreeMap<>(requests);
        limits = new TreeMap<>(limits);
    }

    public boolean isEmpty() {
        return requests.isEmpty() && limits.isEmpty();
    }
}
