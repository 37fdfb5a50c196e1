package dev.sluice.source.settle;

import java.util.Optional;

/** How an import's rows come into Kafka. */
public enum Manner {
    /** As they are read; events tell where it begins and ends. */
    ROWS,
    /** Read by several tasks at once, between the same events. */
    RANGES,
    /** In one transaction, events included. */
    ATOMIC,
    /** As {@link #ROWS}, although atomic imports are wanted. */
    TOO_LARGE("the file has more than import.atomicity.max.bytes"),
    /** As {@link #ROWS}, although atomic imports are wanted. */
    TOO_SLOW("reading it took longer than import.atomicity.max.ms"),
    /** As {@link #ROWS}, although atomic imports are wanted. */
    PACED("the tenant's rows per second are limited");

    private final String why;

    Manner() {
        this("");
    }

    Manner(String why) {
        this.why = why;
    }

    /** Why a file is not imported atomically although that is wanted; empty if there is nothing to say. */
    public Optional<String> whyNotAtomic() {
        return Optional.of(this == RANGES ? TOO_LARGE.why : why).filter(text -> !text.isEmpty());
    }
}
