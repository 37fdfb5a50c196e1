package dev.sluice.it.archive;

import dev.sluice.stack.EngineHandle;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.HAServiceProtocol.HAServiceState;
import org.apache.hadoop.ha.HAServiceProtocol.RequestSource;
import org.apache.hadoop.ha.HAServiceProtocol.StateChangeRequestInfo;
import org.apache.hadoop.ha.protocolPB.HAServiceProtocolClientSideTranslatorPB;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** Two name nodes, and who of them is active: what {@code hdfs haadmin} does. For one thread. */
final class NameNodePair {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<EngineHandle> nameNodes;
    private int active = -1;

    NameNodePair(LocalStack stack) {
        nameNodes = List.of(stack.engine("namenode-1"), stack.engine("namenode-2"));
    }

    /** Both run, the first is active. */
    void reset() throws Exception {
        for (EngineHandle nameNode : nameNodes) {
            nameNode.start();
        }
        standBy(1);
        activate(0);
    }

    EngineHandle active() {
        return nameNodes.get(active);
    }

    EngineHandle standby() {
        return nameNodes.get(1 - active);
    }

    /** The other is made active, without a word to the one that is so far: it is gone, or will find out. */
    void seize() throws Exception {
        activate(1 - active);
    }

    /** They change places in good order. */
    void failOver() throws Exception {
        int before = active;
        standBy(before);
        activate(1 - before);
    }

    /** A client of the active one alone. */
    DistributedFileSystem hdfs() throws IOException {
        return (DistributedFileSystem) FileSystem.newInstance(URI.create(active().endpoint()), new Configuration());
    }

    private void standBy(int index) throws Exception {
        try (HAServiceProtocolClientSideTranslatorPB admin = admin(index)) {
            admin.transitionToStandby(request());
        }
    }

    private void activate(int index) throws Exception {
        try (HAServiceProtocolClientSideTranslatorPB admin = admin(index)) {
            admin.transitionToActive(request());
            Await.atMost(PATIENCE)
                    .until(
                            nameNodes.get(index).name() + " to be active",
                            () -> admin.getServiceStatus().getState() == HAServiceState.ACTIVE);
        }
        active = index;
    }

    private HAServiceProtocolClientSideTranslatorPB admin(int index) throws IOException {
        URI uri = URI.create(nameNodes.get(index).endpoint());
        return new HAServiceProtocolClientSideTranslatorPB(
                new InetSocketAddress(uri.getHost(), uri.getPort()), new Configuration());
    }

    private static HAServiceProtocol.StateChangeRequestInfo request() {
        return new StateChangeRequestInfo(RequestSource.REQUEST_BY_USER);
    }
}
