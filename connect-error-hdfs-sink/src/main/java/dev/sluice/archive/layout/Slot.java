package dev.sluice.archive.layout;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import java.time.LocalDate;

/**
 * The directory of the archive that an envelope belongs to. Its parts are safe as path segments whatever the record says.
 *
 * @param tenant a valid tenant's name or {@link #UNKNOWN}
 * @param dataset a valid dataset's name or {@link #UNKNOWN}
 * @param day in UTC, of the row's time
 */
public record Slot(String tenant, String dataset, LocalDate day) {
    /** Stands for names that are absent or not valid; itself not a valid name. */
    public static final String UNKNOWN = "_unknown";

    /** The day of records that have no time, or an absurd one. */
    private static final LocalDate NO_DAY = LocalDate.EPOCH;

    /** The year 10000: later days would not be of the form yyyy-mm-dd. */
    private static final long TOO_LATE = 253_402_300_800_000L;

    private static final long MILLIS_PER_DAY = 86_400_000L;

    public static Slot of(Envelope envelope) {
        boolean tenantValid = Tenant.isValid(envelope.tenant());
        boolean datasetValid = tenantValid && DatasetId.isValidName(envelope.dataset());
        return new Slot(
                tenantValid ? envelope.tenant() : UNKNOWN,
                datasetValid ? envelope.dataset() : UNKNOWN,
                day(envelope.time(), envelope.origin().timestamp()));
    }

    /** {@code tenant=…/dataset=…/dt=yyyy-mm-dd}. */
    public String directory() {
        return "tenant=" + tenant + "/dataset=" + dataset + "/dt=" + day;
    }

    private static LocalDate day(Long time, Long timestamp) {
        if (isSane(time)) {
            return LocalDate.ofEpochDay(time / MILLIS_PER_DAY);
        }
        return isSane(timestamp) ? LocalDate.ofEpochDay(timestamp / MILLIS_PER_DAY) : NO_DAY;
    }

    private static boolean isSane(Long millis) {
        return millis != null && millis >= 0 && millis < TOO_LATE;
    }
}
