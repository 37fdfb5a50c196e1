package dev.sluice.agreement;

import dev.sluice.contract.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An agreement, as far as its text is in order; what it does not say is empty.
 *
 * @param client the tenant
 * @param retentionDays how long what lies in {@code out/} is kept; whole days, rounded up
 * @param schedule when files are taken
 * @param rowsPerSecond of all the tenant's datasets together
 * @param keyspaces in which the tenant's definitions may have tables; {@code *} stands for any characters, <code>${tenant}</code> is
 *     replaced already
 * @param encryption of the tenant's files
 * @param resources what a program of the tenant's own gets
 */
public record ServiceAgreement(
        Optional<Tenant> client,
        OptionalInt retentionDays,
        Optional<Schedule> schedule,
        OptionalDouble rowsPerSecond,
        Optional<List<String>> keyspaces,
        EncryptionTerms encryption,
        Resources resources) {
    /** Files are taken as they come, not in batches. */
    public boolean isNearRealTime() {
        return schedule.map(Schedule::isContinuous).orElse(true);
    }

    /**
     * What came of reading a text.
     *
     * @param agreement empty if the text is no JSON object
     * @param problems all of them
     */
    public record Reading(Optional<ServiceAgreement> agreement, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }
}
