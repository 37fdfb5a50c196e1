package dev.sluice.source;

import java.util.stream.LongStream;

/** Seeds of property tests: {@code -Dseed=n} replays one. */
public final class Seeds {
    private Seeds() {}

    public static LongStream first(int count) {
        String one = System.getProperty("seed");
        return one == null ? LongStream.range(0, count) : LongStream.of(Long.parseLong(one));
    }
}
