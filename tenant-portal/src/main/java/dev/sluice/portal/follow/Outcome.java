package dev.sluice.portal.follow;

import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Waiting.Importing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What has become of one file.
 *
 * @param id of the import, or of the report where there was none
 * @param dataset empty if none could be told
 * @param version of the dataset's definition; 0 if there was none
 * @param started empty where nothing was read, or nobody knows
 * @param ended when it was settled; empty while it is under way
 * @param total rows of the file; empty while nobody knows
 * @param rejected of the rows that were counted
 * @param toGo rows that are neither accepted nor rejected yet; empty where not even a guess can be made
 * @param isEstimated whether {@code toGo} is worked out from the size of the file
 * @param reasons why it was refused or has failed
 * @param faults rejected rows by code and column; empty where they were not asked for
 */
public record Outcome(
        String id,
        String file,
        Optional<String> dataset,
        int version,
        State state,
        Optional<Instant> started,
        Optional<Instant> ended,
        long bytes,
        OptionalLong total,
        long accepted,
        long rejected,
        OptionalLong toGo,
        boolean isEstimated,
        List<Report.Reason> reasons,
        Map<String, Long> faults) {
    private static final double ALMOST = 0.99;

    static Outcome of(Import one, Optional<Report> report) {
        OptionalLong toGo = OptionalLong.of(Math.max(0, one.missing()));
        boolean isEstimated = false;
        if (one.state().isUnderWay()) {
            isEstimated = one.total().isEmpty();
            toGo = one.total().isPresent()
                    ? OptionalLong.of(Math.max(0, one.total().getAsLong() - one.rows()))
                    : guess(one);
        }
        List<Report.Reason> reasons = report.map(Report::reasons)
                .filter(found -> !found.isEmpty())
                .orElseGet(() -> one.failure()
                        .map(text -> List.of(new Report.Reason("FAILED", Optional.empty(), text)))
                        .orElseGet(List::of));
        return new Outcome(
                one.id(),
                one.file(),
                Optional.of(one.dataset()),
                one.version(),
                one.state(),
                one.started(),
                one.state().isUnderWay() ? Optional.empty() : one.settled().or(() -> report.map(Report::time)),
                one.bytes(),
                one.total(),
                one.accepted(),
                one.rejected(),
                toGo,
                isEstimated,
                one.state() == State.COMPLETED ? List.of() : reasons,
                one.reasons());
    }

    /** How many rows the file has, by how many there are up to the furthest row; however far back other partitions are. */
    private static OptionalLong guess(Import one) {
        // The place is one in the uncompressed file: beyond the end, it tells that the file is compressed.
        if (one.position() == 0 || one.position() > one.bytes()) {
            return OptionalLong.empty();
        }
        long all = Math.round((double) one.ordinal() / one.position() * one.bytes());
        return OptionalLong.of(Math.max(0, all - one.rows()));
    }

    /** What the source reads and the sink has not heard of. */
    static Outcome of(Importing one) {
        return new Outcome(
                one.id(),
                one.file(),
                Optional.of(one.dataset()),
                one.version(),
                State.RUNNING,
                Optional.of(one.started()),
                Optional.empty(),
                one.bytes(),
                OptionalLong.empty(),
                0,
                0,
                OptionalLong.empty(),
                true,
                List.of(),
                Map.of());
    }

    /**
     * What the source alone knows of.
     *
     * @param state what its report comes to
     */
    static Outcome of(Report report, State state) {
        boolean isOnItsWay = state.isUnderWay();
        boolean isCounted = report.rows() > 0;
        return new Outcome(
                report.id(),
                report.file(),
                report.dataset(),
                report.version(),
                state,
                report.started(),
                isOnItsWay ? Optional.empty() : Optional.of(report.time()),
                report.bytes(),
                isCounted || isOnItsWay ? OptionalLong.of(report.rows()) : OptionalLong.empty(),
                isOnItsWay ? 0 : report.rows() - report.rejected(),
                isOnItsWay ? 0 : report.rejected(),
                isOnItsWay ? OptionalLong.of(report.rows()) : OptionalLong.of(0),
                false,
                report.reasons(),
                Map.of());
    }

    /** From 0 to 1; empty where nobody can tell. */
    public OptionalDouble progress() {
        if (!state.isUnderWay()) {
            return OptionalDouble.of(1);
        }
        if (toGo.isEmpty()) {
            return OptionalDouble.empty();
        }
        double all = accepted + rejected + toGo.getAsLong();
        double done = all == 0 ? 0 : (accepted + rejected) / all;
        return OptionalDouble.of(isEstimated ? Math.min(ALMOST, done) : done);
    }

    /** Rows a second, from its start to its end or to now; 0 where nobody can tell. */
    public double rowsPerSecond(Instant now) {
        if (started.isEmpty()) {
            return 0;
        }
        long millis = Duration.between(started.get(), ended.orElse(now)).toMillis();
        return millis <= 0 ? 0 : (accepted + rejected) * 1000.0 / millis;
    }
}
