package dev.sluice.agreement;

import java.util.stream.LongStream;

/** Seeds of property tests: {@code -Dseed=n} replays one. */
final class Seeds {
    private Seeds() {}

    static LongStream first(int count) {
        String one = System.getProperty("seed");
        return one == null ? LongStream.range(0, count) : LongStream.of(Long.parseLong(one));
    }
}
