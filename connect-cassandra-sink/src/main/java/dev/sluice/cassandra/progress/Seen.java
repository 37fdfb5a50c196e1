package dev.sluice.cassandra.progress;

/** Which of an import's events have passed in a partition. Only ever grows. */
public enum Seen {
    /** None: the partition has rejections only, or its first rows came without their start. */
    NOTHING(0),
    /** The start: the end will come in the same partition. */
    START(1),
    /** The end: every row of the partition has passed before it. */
    END(2);

    private final int code;

    Seen(int code) {
        this.code = code;
    }

    /** The number in {@code import_progress.seen}; the larger one is the later one. */
    public int code() {
        return code;
    }

    public static Seen of(int code) {
        return code >= END.code ? END : code == START.code ? START : NOTHING;
    }

    Seen and(Seen other) {
        return other.code > code ? other : this;
    }
}
