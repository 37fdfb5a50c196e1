package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.List;
import java.util.Map;

/** The one journal node by which a pair of name nodes shares its edits: it lets only the latest writer write. */
public record JournalNode(Checkout checkout, Tuning tuning, Hdfs hdfs) implements Engine {
    public static final String NAME = "journalnode";
    private static final String MAIN = "org.apache.hadoop.hdfs.qjournal.server.JournalNode";
    private static final Tuning.Heap HEAP = new Tuning.Heap(96, 256);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return Hdfs.LOCALHOST + hdfs.journalPort();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return hdfs.files(Map.of(
                "dfs.journalnode.edits.dir", home.data().resolve("edits").toString(),
                "dfs.journalnode.rpc-address", endpoint(),
                "dfs.journalnode.http-address", Hdfs.LOCALHOST + "0"));
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return hdfs.java(checkout, tuning.jvm(HEAP), home, MAIN, List.of());
    }

    @Override
    public void ask() throws Exception {
        Question.connect(hdfs.journalPort());
    }
}
