package dev.sluice.check.rule;

import java.time.Duration;
import java.util.List;

/** One data quality rule, well-formed. Immutable. */
public sealed interface Rule {
    Heading heading();

    /**
     * What every rule has.
     *
     * @param name unique among the rules of a dataset
     * @param warns a row that breaks the rule is reported and passes; otherwise it is refused
     * @param advice for people, a cure in the tenant's own words; null if there is none
     */
    record Heading(String name, boolean warns, String advice) {}

    /** Each of the columns has a value: it is not null. */
    record Required(Heading heading, List<String> columns) implements Rule {
        public Required {
            columns = List.copyOf(columns);
        }
    }

    /** Each of the columns has a value that is not white space only. */
    record NotBlank(Heading heading, List<String> columns) implements Rule {
        public NotBlank {
            columns = List.copyOf(columns);
        }
    }

    /** At least so many of the columns have a value that is not blank. */
    record AtLeast(Heading heading, int count, List<String> columns) implements Rule {
        public AtLeast {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A number, date or time is within bounds, both included.
     *
     * @param min in the column's own notation; null if there is none
     * @param max likewise
     */
    record Range(Heading heading, String column, String min, String max) implements Rule {}

    /**
     * A string has so many characters, bytes have so many bytes, an array or map has so many elements.
     *
     * @param max {@code Integer.MAX_VALUE} if there is none
     */
    record Length(Heading heading, String column, int min, int max) implements Rule {}

    /** The whole text matches a regular expression of RE2, which takes linear time. */
    record Matches(Heading heading, String column, String pattern) implements Rule {}

    /** The value is one of those given, each in the column's own notation. */
    record OneOf(Heading heading, String column, List<String> values) implements Rule {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /**
     * A date or timestamp is not further than so from the import's time.
     *
     * @param notOlderThan null if there is no such bound
     * @param notNewerThan null if there is no such bound
     */
    record Timely(Heading heading, String column, Duration notOlderThan, Duration notNewerThan) implements Rule {}

    /** A CEL expression over the row's columns is true. */
    record Expression(Heading heading, String expression) implements Rule {}
}
