package dev.sluice.portal.admit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * So many requests in a time, by whoever makes them: a token bucket each, full at first. Remembers a bounded number of callers; the ones
 * that are forgotten are those that were seen longest ago. Any thread.
 */
public final class RateLimit {
    private static final int MAX_CALLERS = 10_000;
    private static final double NANOS = 1e9;

    private static final class Bucket {
        private double tokens;
        private long millis;
    }

    private final double burst;
    private final double perMilli;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A limit.
     *
     * @param burst how many at once
     * @param refill how long until an empty bucket is full again
     */
    public RateLimit(int burst, Duration refill, InstantSource clock) {
        this.burst = burst;
        this.perMilli = burst / (refill.toNanos() / NANOS * 1_000);
        this.clock = clock;
    }

    /** Takes one; if there is none, says how long to wait for the next. */
    public synchronized Optional<Duration> take(String caller) {
        Bucket bucket = filled(caller);
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return Optional.empty();
        }
        return Optional.of(waiting(bucket));
    }

    /** Says how long to wait if there is none, and takes nothing. */
    public synchronized Optional<Duration> look(String caller) {
        Bucket bucket = filled(caller);
        return bucket.tokens >= 1 ? Optional.empty() : Optional.of(waiting(bucket));
    }

    private Duration waiting(Bucket bucket) {
        return Duration.ofMillis((long) Math.ceil((1 - bucket.tokens) / perMilli));
    }

    private Bucket filled(String caller) {
        long now = clock.millis();
        Bucket bucket = buckets.get(caller);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = burst;
            bucket.millis = now;
            buckets.put(caller, bucket);
            forgetOldest();
        }
        long passed = Math.max(0, now - bucket.millis);
        bucket.tokens = Math.min(burst, bucket.tokens + passed * perMilli);
        bucket.millis = now;
        return bucket;
    }

    private void forgetOldest() {
        Iterator<Bucket> oldest = buckets.values().iterator();
        while (buckets.size() > MAX_CALLERS && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
