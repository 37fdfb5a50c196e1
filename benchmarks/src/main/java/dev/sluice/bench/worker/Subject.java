package dev.sluice.bench.worker;

/** What is measured. */
enum Subject {
    /** The ceiling: a connector that hands out ready-made Structs of texts. */
    READY_MADE("ready-made"),
    /** The file source without the transform, as in the two-stage layout. */
    SOURCE("source"),
    /** The file source with the transform behind it, as in the usual layout. */
    VALIDATED("validated"),
    /** As validated, and the file is read by two tasks at once. */
    PARALLEL("parallel");

    private final String label;

    Subject(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
