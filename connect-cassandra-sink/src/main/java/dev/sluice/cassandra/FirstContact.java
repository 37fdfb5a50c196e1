package dev.sluice.cassandra;

import dev.sluice.cassandra.write.Failure;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * What it means that a session could not be opened, or not be used at once. Whatever comes back by itself, or by an operator's doing, is
 * waited for. Confined to the task's thread.
 */
final class FirstContact {
    private static final long AGAIN_MILLIS = 2_000;
    private static final long LOG_IN_AGAIN_MILLIS = 10_000;
    /** Cassandra shows a table that another task is making a moment before it can be used, and refuses to use it. */
    static final int REFUSALS = 5;

    private final String where;
    private final String ownKeyspace;
    private final LongConsumer callAgain;
    private int refusals;

    /**
     * @param where the session, as messages tell it
     * @param callAgain Connect's {@code context.timeout}
     */
    FirstContact(String where, String ownKeyspace, LongConsumer callAgain) {
        this.where = "Cassandra (where='" + where + "') ";
        this.ownKeyspace = ownKeyspace;
        this.callAgain = callAgain;
    }

    /** The exception to throw: a {@link RetriableException}, or a {@link ConnectException} that ends the task. */
    RuntimeException failed(RuntimeException e) {
        Failure failure = Failure.of(e);
        refusals = failure == Failure.REFUSED ? refusals + 1 : 0;
        if (refusals > REFUSALS) {
            return new ConnectException(
                    where + "refuses the sink: " + e.getMessage()
                            + "; the task stops, nothing is lost. Check the keyspace '" + ownKeyspace
                            + "' and the datacenter's name, then restart the task.",
                    e);
        }
        callAgain.accept(failure == Failure.LOCKED_OUT ? LOG_IN_AGAIN_MILLIS : AGAIN_MILLIS);
        return new RetriableException(where + waitsFor(failure, e.getMessage()), e);
    }

    private static String waitsFor(Failure failure, String said) {
        return switch (failure) {
            case LOCKED_OUT ->
                "does not let the sink in: " + said + "; tried again until it does, nothing is lost. Check "
                        + ClusterKeys.USERNAME_CONFIG + " and " + ClusterKeys.PASSWORD_CONFIG
                        + "; a task knows a new password once it is restarted.";
            case FORBIDDEN ->
                "forbids what the sink must do in its own keyspace: " + said
                        + "; tried again until it does not, nothing is lost. Grant it to the sink's role.";
            case REFUSED -> "refuses the sink: " + said + "; tried again a few times, for another task may be at it.";
            default -> "is not reachable: " + said + "; tried again until it is";
        };
    }
}
