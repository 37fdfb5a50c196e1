package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A name node of HDFS. That it answers does not mean that there is a data node; {@link DataNode} asks for both. The second of a pair
 * begins as a copy of the first, for which it waits.
 */
public record NameNode(Checkout checkout, Tuning tuning, Hdfs hdfs, Hdfs.NameNodePorts ports) implements Engine {
    public static final String NAME = "namenode";
    private static final String MAIN = "org.apache.hadoop.hdfs.server.namenode.NameNode";
    private static final Tuning.Heap HEAP = new Tuning.Heap(160, 512);

    @Override
    public String name() {
        return ports.name();
    }

    /** This one's, also where it is one of a pair. */
    @Override
    public String endpoint() {
        return "hdfs://" + Hdfs.LOCALHOST + ports.rpc();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("dfs.namenode.name.dir", home.data().resolve("name").toUri().toString());
        if (hdfs.shape().isPair()) {
            own.put("dfs.ha.namenode.id", ports.id());
        }
        Map<String, String> files = new LinkedHashMap<>(hdfs.files(own));
        files.putAll(hdfs.clientFiles());
        return files;
    }

    @Override
    public List<JavaLaunch> preparations(EngineHome home) {
        boolean isFirst = ports.equals(hdfs.nameNodes().get(0));
        return List.of(launch(home, List.of(isFirst ? "-format" : "-bootstrapStandby", "-nonInteractive")));
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return launch(home, List.of());
    }

    private JavaLaunch launch(EngineHome home, List<String> arguments) {
        return hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, arguments);
    }

    @Override
    public void ask() throws Exception {
        Hdfs.ask(ports.http(), "NameNode,name=NameNodeInfo", "Safemode", "\"Safemode\"");
    }
}
