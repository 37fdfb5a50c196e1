package dev.sluice.archive.envelope;

import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Source;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.header.Headers;

/** What Connect's dead letter queue reporter says in its headers. Pure; hostile headers are read as absent. */
final class DeadLetter {
    /** The archive's own code for a record of a Connect dead letter queue. */
    static final String CODE = "DEAD_LETTER";

    private static final String ERRORS = "__connect.errors.";
    private static final Set<String> CODES =
            Arrays.stream(Violation.Code.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private DeadLetter() {}

    static boolean isDeadLetter(Headers headers) {
        return text(headers, "topic") != null || text(headers, "exception.class.name") != null;
    }

    static String stage(Headers headers) {
        return text(headers, "stage");
    }

    static Source source(Headers headers) {
        Long partition = number(headers, "partition");
        boolean isPartition = partition != null && partition >= 0 && partition <= Integer.MAX_VALUE;
        return new Source(text(headers, "topic"), isPartition ? partition.intValue() : null, number(headers, "offset"));
    }

    /**
     * Why: the exception, and, where Sluice's own transform threw it in a sink's chain, each violation that its message lists, one a
     * line: {@code CODE column (place)…}.
     */
    static List<Reason> reasons(Headers headers) {
        String message = text(headers, "exception.message");
        List<Reason> reasons = new ArrayList<>();
        reasons.add(new Reason(
                CODE, null, text(headers, "exception.class.name"), message == null ? "no message" : message));
        if (message != null) {
            message.lines().skip(1).forEach(line -> {
                int space = line.indexOf(' ');
                if (space > 0 && CODES.contains(line.substring(0, space))) {
                    reasons.add(violation(line.substring(0, space), line.substring(space + 1)));
                }
            });
        }
        return reasons;
    }

    private static Reason violation(String code, String message) {
        int place = message.indexOf(" (");
        String column = place > 0 && message.indexOf(' ') == place ? message.substring(0, place) : null;
        return new Reason(code, column, null, message);
    }

    private static Long number(Headers headers, String name) {
        String text = text(headers, name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String text(Headers headers, String name) {
        return SluiceHeaders.text(headers, ERRORS + name).orElse(null);
    }
}
