package dev.sluice.cassandra.write;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** What a failure says about the row, the server and the task. The whole table is {@link #of}. */
public enum Failure {
    /** The world: nodes away, timeouts. The same row will pass later. */
    TRANSIENT,
    /**
     * The user: wrong name or password, says the server. It says so, too, while it cannot read its own users, because the nodes that
     * know them are away; and a password may be about to be set. So it is the world, but one that somebody has to look at.
     */
    LOCKED_OUT,
    /** As {@link #TRANSIENT}, and a sign that there is too much in flight. */
    OVERLOAD,
    /** Either the world or the row: an error on the server. A row that keeps failing while others pass is to blame. */
    SUSPECT,
    /** The row or its table: the same row will never pass. */
    REFUSED,
    /** The right to do this, which an operator may grant: until then the same row will not pass. */
    FORBIDDEN;

    /** With these words Cassandra begins when it could not find out what a user may do, because nodes are away. */
    private static final String PERMISSIONS_UNKNOWN = "Unable to perform authorization";

    /** Judges an exception of the driver. What is not in the table is the world: rather wait than lose a row. */
    public static Failure of(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof AllNodesFailedException all) {
            return ofAllNodes(all);
        }
        if (isOf(cause, AuthenticationException.class)) {
            return LOCKED_OUT;
        }
        if (isOf(cause, UnauthorizedException.class)) {
            return String.valueOf(cause.getMessage()).contains(PERMISSIONS_UNKNOWN) ? TRANSIENT : FORBIDDEN;
        }
        // QueryValidationException: InvalidQuery, SyntaxError, AlreadyExists, InvalidConfigurationInQuery.
        if (isOf(
                cause,
                QueryValidationException.class,
                CodecNotFoundException.class,
                FrameTooLongException.class,
                IllegalArgumentException.class)) {
            return REFUSED;
        }
        if (isOf(
                cause,
                WriteTimeoutException.class,
                DriverTimeoutException.class,
                OverloadedException.class,
                BusyConnectionException.class,
                RequestThrottlingException.class)) {
            return OVERLOAD;
        }
        return isOf(cause, ServerError.class, WriteFailureException.class) ? SUSPECT : TRANSIENT;
    }

    /** What the driver said, without the wrapping of futures. */
    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Nodes may fail for different reasons; what one of them refuses for good, all do. */
    private static Failure ofAllNodes(AllNodesFailedException all) {
        return all.getAllErrors().values().stream()
                .flatMap(errors -> errors == null ? Stream.empty() : errors.stream())
                .map(Failure::of)
                .max(Failure::compareTo)
                .orElse(TRANSIENT);
    }

    private static boolean isOf(Throwable cause, Class<?>... classes) {
        return Stream.of(classes).anyMatch(type -> type.isInstance(cause));
    }
}
