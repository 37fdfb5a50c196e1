package dev.sluice.cassandra.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    private static final EndPoint END_POINT = new DefaultEndPoint(InetSocketAddress.createUnresolved("node", 9042));
    private static final Node NODE = node("node");
    private static final DefaultConsistencyLevel QUORUM = DefaultConsistencyLevel.LOCAL_QUORUM;

    /** A node that is only named. */
    private static Node node(String name) {
        return (Node) Proxy.newProxyInstance(
                Node.class.getClassLoader(),
                new Class<?>[] {Node.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(new NoNodeAvailableException(), Failure.TRANSIENT),
                Arguments.of(new UnavailableException(NODE, QUORUM, 2, 1), Failure.TRANSIENT),
                Arguments.of(new ClosedConnectionException("closed"), Failure.TRANSIENT),
                Arguments.of(new IllegalStateException("never seen before"), Failure.TRANSIENT),
                Arguments.of(new WriteTimeoutException(NODE, QUORUM, 1, 2, WriteType.SIMPLE), Failure.OVERLOAD),
                Arguments.of(new DriverTimeoutException("slow"), Failure.OVERLOAD),
                Arguments.of(new OverloadedException(NODE), Failure.OVERLOAD),
                Arguments.of(new ServerError(NODE, "bug"), Failure.SUSPECT),
                Arguments.of(
                        new WriteFailureException(NODE, QUORUM, 0, 2, WriteType.SIMPLE, 1, Map.of()), Failure.SUSPECT),
                Arguments.of(new InvalidQueryException(NODE, "no column"), Failure.REFUSED),
                Arguments.of(new SyntaxError(NODE, "bad"), Failure.REFUSED),
                Arguments.of(
                        new UnauthorizedException(NODE, "User u has no MODIFY permission on <table k.t>"),
                        Failure.FORBIDDEN),
                Arguments.of(
                        new UnauthorizedException(
                                NODE,
                                "Unable to perform authorization of permissions: Cannot achieve consistency level"),
                        Failure.TRANSIENT),
                Arguments.of(new IllegalArgumentException("too large"), Failure.REFUSED),
                Arguments.of(new AuthenticationException(END_POINT, "bad password"), Failure.LOCKED_OUT));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyFailureHasItsClassHoweverItIsWrapped(Throwable error, Failure failure) {
        assertThat(Failure.of(error)).isEqualTo(failure);
        assertThat(Failure.of(new CompletionException(error))).isEqualTo(failure);
        assertThat(Failure.of(AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, error)))))
                .isEqualTo(failure);
    }

    @Test
    void whatOneNodeRefusesForGoodDecides() {
        Node other = node("other");
        Throwable error = AllNodesFailedException.fromErrors(List.of(
                Map.entry(NODE, new OverloadedException(NODE)),
                Map.entry(other, new InvalidQueryException(other, "no"))));
        assertThat(Failure.of(error)).isEqualTo(Failure.REFUSED);
    }
}
