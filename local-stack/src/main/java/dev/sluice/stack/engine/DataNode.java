package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A data node of HDFS. Once the only one is ready, files can be written. */
public record DataNode(Checkout checkout, Tuning tuning, Hdfs hdfs, Hdfs.DataNodePorts ports) implements Engine {
    public static final String NAME = "datanode";
    private static final String MAIN = "org.apache.hadoop.hdfs.server.datanode.DataNode";
    private static final Tuning.Heap HEAP = new Tuning.Heap(128, 512);

    @Override
    public String name() {
        return ports.name();
    }

    @Override
    public String endpoint() {
        return Hdfs.LOCALHOST + ports.data();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return hdfs.files(Map.of(
                "dfs.datanode.data.dir",
                home.data().resolve("blocks").toUri().toString(),
                "dfs.datanode.address",
                endpoint(),
                "dfs.datanode.http.address",
                Hdfs.LOCALHOST + ports.http(),
                "dfs.datanode.ipc.address",
                Hdfs.LOCALHOST + ports.ipc()));
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, List.of());
    }

    /** Its own word tells a restarted one from a dead one that is not yet missed. */
    @Override
    public void ask() throws Exception {
        Hdfs.ask(ports.http(), "DataNode,name=DataNodeInfo", "BPServiceActorInfo", "\"ActorState\\\":\\\"RUNNING\\\"");
        if (!hdfs.shape().isPair()) {
            askNameNode(hdfs.nameNodes().get(0));
            return;
        }
        IOException last = null;
        for (Hdfs.NameNodePorts nameNode : hdfs.nameNodes()) {
            try {
                askNameNode(nameNode);
                return;
            } catch (IOException away) {
                last = away;
            }
        }
        throw last;
    }

    /** Safe mode is left only when data nodes have reported. */
    private void askNameNode(Hdfs.NameNodePorts nameNode) throws IOException, InterruptedException {
        Hdfs.ask(nameNode.http(), "NameNode,name=NameNodeInfo", "LiveNodes", endpoint());
        Hdfs.ask(nameNode.http(), "NameNode,name=NameNodeInfo", "Safemode", "\"Safemode\" : \"\"");
    }
}
