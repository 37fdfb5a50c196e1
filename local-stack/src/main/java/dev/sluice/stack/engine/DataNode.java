package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.List;
import java.util.Map;

/** The one data node of HDFS. Once it is ready, files can be written. */
public record DataNode(Checkout checkout, Tuning tuning, Hdfs hdfs) implements Engine {
    public static final String NAME = "datanode";
    private static final String MAIN = "org.apache.hadoop.hdfs.server.datanode.DataNode";
    private static final Tuning.Heap HEAP = new Tuning.Heap(128, 512);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return "127.0.0.1:" + hdfs.dataNodePort();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return hdfs.files(home);
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, List.of());
    }

    @Override
    public void ask() throws Exception {
        hdfs.askDataNode();
    }
}
