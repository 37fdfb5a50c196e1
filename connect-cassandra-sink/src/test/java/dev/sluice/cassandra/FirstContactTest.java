package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class FirstContactTest {
    private final List<Long> again = new ArrayList<>();
    private final FirstContact contact = new FirstContact("node:9042", "sluice", again::add);

    @Test
    void whoeverIsAwayIsWaitedFor() {
        assertThat(contact.failed(new DriverTimeoutException("slow")))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("Cassandra (where='node:9042') is not reachable: slow");
        assertThat(again).containsExactly(2_000L);
    }

    @Test
    void aRefusedLoginIsWaitedForLongerAndSaysWhatToCheck() {
        RuntimeException refused = new AuthenticationException(
                new DefaultEndPoint(InetSocketAddress.createUnresolved("node", 9042)), "bad password");
        assertThat(contact.failed(refused))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("does not let the sink in")
                .hasMessageContaining("bad password")
                .hasMessageContaining("cassandra.password");
        assertThat(again).containsExactly(10_000L);
    }

    @Test
    void aMissingRightIsWaitedForAndNamed() {
        assertThat(contact.failed(new UnauthorizedException(null, "User u has no SELECT permission on <table t>")))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("no SELECT permission on <table t>")
                .hasMessageContaining("Grant it to the sink's role");
    }

    @Test
    void aTableThatAnotherTaskIsMakingIsWaitedForAndOneThatIsWrongEndsTheTask() {
        RuntimeException missing = new InvalidQueryException(null, "table ddl_leases does not exist");
        for (int attempt = 0; attempt < FirstContact.REFUSALS; attempt++) {
            assertThat(contact.failed(missing)).isInstanceOf(RetriableException.class);
        }
        assertThat(contact.failed(missing))
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("table ddl_leases does not exist; the task stops");
        assertThat(contact.failed(new DriverTimeoutException("slow"))).isInstanceOf(RetriableException.class);
        assertThat(contact.failed(missing)).as("counted anew").isInstanceOf(RetriableException.class);
    }
}
