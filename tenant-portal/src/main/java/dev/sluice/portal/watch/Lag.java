package dev.sluice.portal.watch;

import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.stage.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many messages have yet to be processed for a tenant.
 *
 * @param rows of files that are under way: neither in their table nor rejected yet
 * @param isEstimated whether a part of {@code rows} is worked out from sizes of files
 * @param isAtLeast whether there are files under way whose rows nobody can even guess
 * @param imports under way
 * @param files that wait
 * @param bytes of the files that wait
 * @param rowsWaiting a guess at their rows, by what the tenant's rows have measured; empty if there were none
 * @param oldest when the file was written that has waited longest
 */
public record Lag(
        long rows,
        boolean isEstimated,
        boolean isAtLeast,
        long imports,
        long files,
        long bytes,
        OptionalLong rowsWaiting,
        Optional<Instant> oldest) {
    public static Lag of(Waiting waiting, List<Outcome> outcomes) {
        List<Outcome> underWay =
                outcomes.stream().filter(one -> one.state().isUnderWay()).toList();
        long rows = underWay.stream().mapToLong(one -> one.toGo().orElse(0)).sum();
        boolean isEstimated = underWay.stream()
                .anyMatch(one -> one.isEstimated() && one.toGo().isPresent());
        boolean isAtLeast = underWay.stream().anyMatch(one -> one.toGo().isEmpty());
        return new Lag(
                rows,
                isEstimated,
                isAtLeast,
                underWay.size(),
                waiting.count(),
                waiting.bytes(),
                rowsWaiting(waiting, outcomes),
                waiting.oldest());
    }

    private static OptionalLong rowsWaiting(Waiting waiting, List<Outcome> outcomes) {
        if (waiting.count() == 0) {
            return OptionalLong.of(0);
        }
        long rows = 0;
        long bytes = 0;
        for (Outcome one : outcomes) {
            if (one.total().isPresent() && one.total().getAsLong() > 0) {
                rows += one.total().getAsLong();
                bytes += one.bytes();
            }
        }
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round((double) rows / bytes * waiting.bytes()));
    }
}
