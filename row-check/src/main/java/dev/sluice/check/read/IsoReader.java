package dev.sluice.check.read;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/**
 * Reads the parts of one ISO 8601 text from left to right. What is wrong with it is remembered, and nothing read thereafter counts: ask
 * {@link #trouble()} at the end. Mutable; one for each text.
 */
final class IsoReader {
    /** What an offset is where the text has none. */
    static final int NO_OFFSET = Integer.MIN_VALUE;

    private static final int NANO_DIGITS = 9;
    private static final int MAX_OFFSET_SECONDS = 18 * 3600;

    /** What can be wrong with a text. */
    enum Trouble {
        NONE,
        /** It does not have the form. */
        MALFORMED,
        /** It has the form, but there is no such day or time. */
        IMPOSSIBLE,
        /** It has a fraction of a second that is finer than a nanosecond. */
        TOO_FINE
    }

    private final String text;
    private int at;
    private Trouble trouble = Trouble.NONE;

    IsoReader(String text) {
        this.text = text;
    }

    /** {@code 2019-08-31}, as days since 1970-01-01. Years have four digits. */
    long epochDay() {
        int year = digits(2) * 100;
        year += digits(2);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        if (trouble != Trouble.NONE) {
            return 0;
        }
        if (month < 1 || month > 12 || day < 1 || day > Month.of(month).length(Year.isLeap(year))) {
            trouble = Trouble.IMPOSSIBLE;
            return 0;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    /** A {@code T} or one space. */
    void separator() {
        if (trouble == Trouble.NONE && peek() != 'T' && peek() != ' ') {
            trouble = Trouble.MALFORMED;
        }
        at++;
    }

    /** {@code 11:38}, {@code 11:38:33} or {@code 11:38:33.123456789}, as nanoseconds since midnight. No leap second, no 24:00. */
    long nanoOfDay() {
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = 0;
        long nano = 0;
        if (peek() == ':') {
            at++;
            second = digits(2);
            if (peek() == '.') {
                at++;
                nano = fraction();
            }
        }
        if (trouble == Trouble.NONE && (hour > 23 || minute > 59 || second > 59)) {
            trouble = Trouble.IMPOSSIBLE;
        }
        return ((hour * 60L + minute) * 60 + second) * 1_000_000_000L + nano;
    }

    /** {@code Z}, {@code +02:00} or {@code -02:00} in seconds; {@link #NO_OFFSET} where the text has ended. */
    int offsetSeconds() {
        char sign = peek();
        if (sign == 0 || trouble != Trouble.NONE) {
            return NO_OFFSET;
        }
        at++;
        if (sign == 'Z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            trouble = Trouble.MALFORMED;
            return 0;
        }
        int hours = digits(2);
        expect(':');
        int minutes = digits(2);
        int seconds = (hours * 60 + minutes) * 60;
        if (trouble == Trouble.NONE && (minutes > 59 || seconds > MAX_OFFSET_SECONDS)) {
            trouble = Trouble.IMPOSSIBLE;
        }
        return sign == '-' ? -seconds : seconds;
    }

    /** What is wrong, now that all has been read that there should be. */
    Trouble trouble() {
        return trouble == Trouble.NONE && at != text.length() ? Trouble.MALFORMED : trouble;
    }

    private long fraction() {
        int from = at;
        long nano = 0;
        boolean finer = false;
        for (char c = peek(); c >= '0' && c <= '9'; c = peek()) {
            if (at - from < NANO_DIGITS) {
                nano = nano * 10 + (c - '0');
            } else {
                finer |= c != '0';
            }
            at++;
        }
        if (at == from) {
            trouble = Trouble.MALFORMED;
        } else if (finer && trouble == Trouble.NONE) {
            trouble = Trouble.TOO_FINE;
        }
        for (int digits = at - from; digits < NANO_DIGITS; digits++) {
            nano *= 10;
        }
        return nano;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            char c = peek();
            if (c < '0' || c > '9') {
                trouble = Trouble.MALFORMED;
                return 0;
            }
            value = value * 10 + (c - '0');
            at++;
        }
        return value;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            trouble = Trouble.MALFORMED;
        }
        at++;
    }

    /** The next character; 0 where the text has ended. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
