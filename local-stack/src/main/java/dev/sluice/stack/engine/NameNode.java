package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.List;
import java.util.Map;

/** The name node of HDFS. That it answers does not mean that there is a data node; {@link DataNode} asks for both. */
public record NameNode(Checkout checkout, Tuning tuning, Hdfs hdfs) implements Engine {
    public static final String NAME = "namenode";
    private static final String MAIN = "org.apache.hadoop.hdfs.server.namenode.NameNode";
    private static final Tuning.Heap HEAP = new Tuning.Heap(160, 512);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return hdfs.uri();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return hdfs.files(home);
    }

    @Override
    public List<JavaLaunch> preparations(EngineHome home) {
        return List.of(hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, List.of("-format", "-nonInteractive")));
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, List.of());
    }

    @Override
    public void ask() throws Exception {
        hdfs.askNameNode();
    }
}
