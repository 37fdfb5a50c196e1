package dev.sluice.cassandra.progress;

import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import java.util.List;

/**
 * A row that is not in its table, and why.
 *
 * @param stage {@link Rejection#PARSE}, {@link Rejection#VALIDATE} or {@link #WRITE}
 * @param faults at least one
 */
public record RejectedRow(RowPosition position, String stage, List<Fault> faults) {
    /** Refused by the sink or by Cassandra. */
    public static final String WRITE = "write";
    /** The code of what the sink or Cassandra refuses. */
    public static final String REFUSED_BY_SINK = "REFUSED_BY_SINK";

    /** The code of rows that Connect itself has put into a dead letter queue. */
    public static final String REFUSED_BY_CONNECT = "REFUSED_BY_CONNECT";

    /**
     * One reason.
     *
     * @param column null where the fault is not that of one column
     */
    public record Fault(String code, String column, String message) {
        /** By what faults are counted. */
        String reason() {
            return column == null ? code : code + " " + column;
        }
    }

    public RejectedRow {
        faults = List.copyOf(faults);
    }

    public static RejectedRow of(Rejection rejection) {
        List<Fault> faults = rejection.violations().stream()
                .map(fault -> new Fault(fault.code().name(), fault.column(), fault.message()))
                .toList();
        return new RejectedRow(rejection.position(), rejection.stage(), faults);
    }

    /** A row with a single fault that is not that of a column. */
    public static RejectedRow of(RowPosition position, String code, String message) {
        return new RejectedRow(position, WRITE, List.of(new Fault(code, null, message)));
    }
}
