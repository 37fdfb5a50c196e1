package dev.sluice.archive.report;

import dev.sluice.archive.envelope.Envelope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Which envelopes are wanted; what is null does not matter.
 *
 * @param code one of the violations has it
 * @param since of the row's time, else of the record's
 */
public record Selection(String tenant, String dataset, String importId, String code, Instant since) {
    public static final Selection ALL = new Selection(null, null, null, null, null);

    boolean wants(Envelope envelope) {
        return (tenant == null || tenant.equals(envelope.tenant()))
                && (dataset == null || dataset.equals(envelope.dataset()))
                && (importId == null || importId.equals(envelope.importId()))
                && (code == null || envelope.violations().stream().anyMatch(reason -> code.equals(reason.code())))
                && (since == null || isSince(envelope));
    }

    private boolean isSince(Envelope envelope) {
        Long time =
                envelope.time() != null ? envelope.time() : envelope.origin().timestamp();
        return time != null && time >= since.toEpochMilli();
    }

    /** False if a directory's name says that nothing in it is wanted. Whatever the layout, such names are {@code key=value}. */
    boolean mayBeIn(String directory) {
        int equals = directory.indexOf('=');
        String value = directory.substring(equals + 1);
        return switch (equals < 0 ? "" : directory.substring(0, equals)) {
            case "tenant" -> tenant == null || tenant.equals(value);
            case "dataset" -> dataset == null || dataset.equals(value);
            case "import" -> importId == null || importId.equals(value);
            case "dt" -> since == null || !isBefore(value, LocalDate.ofInstant(since, ZoneOffset.UTC));
            default -> true;
        };
    }

    private static boolean isBefore(String value, LocalDate day) {
        try {
            return LocalDate.parse(value).isBefore(day);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
