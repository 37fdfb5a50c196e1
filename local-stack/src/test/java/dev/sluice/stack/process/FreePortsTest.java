package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ports are free, distinct, and the same again when a stack comes back. */
class FreePortsTest {
    @Test
    void givesEachNameAPortOfItsOwnAndTheSameEachTime() {
        FreePorts ports = new FreePorts(Map.of(), new Random(1));

        int broker = ports.claim("broker");
        int registry = ports.claim("registry");

        assertThat(broker).isNotEqualTo(registry).isEqualTo(ports.claim("broker"));
        assertThat(ports.claimed()).isEqualTo(Map.of("broker", broker, "registry", registry));
    }

    @Test
    void staysBelowThePortsOfOutgoingConnections() {
        FreePorts ports = new FreePorts(Map.of(), new Random(2));

        for (int i = 0; i < 100; i++) {
            assertThat(ports.claim("port-" + i)).isBetween(FreePorts.LOWEST, FreePorts.HIGHEST - 1);
        }
    }

    @Test
    void takesThePortOfAnEarlierRunAgain() {
        int earlier = new FreePorts(Map.of(), new Random(3)).claim("broker");

        assertThat(new FreePorts(Map.of("broker", earlier), new Random(4)).claim("broker"))
                .isEqualTo(earlier);
    }

    @Test
    void takesAnotherPortIfSomebodyListensOnTheEarlierOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int earlier = taken.getLocalPort();

            assertThat(FreePorts.isFree(earlier)).isFalse();
            assertThat(new FreePorts(Map.of("broker", earlier), new Random(5)).claim("broker"))
                    .isNotEqualTo(earlier);
        }
    }
}
