package dev.sluice.stack.engine;

import java.util.ArrayList;
import java.util.List;

/** What the engines' JVMs are tuned for. */
public enum Tuning {
    /** Ready as soon as possible on few cores, in little memory: tests and the demo. */
    START {
        @Override
        List<String> jvm(Heap heap) {
            return withHeap(heap.startMegabytes(), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        }
    },
    /** As fast as it gets once warm: C2, G1 and larger heaps. */
    THROUGHPUT {
        @Override
        List<String> jvm(Heap heap) {
            return withHeap(heap.throughputMegabytes(), List.of("-XX:+UseG1GC"));
        }
    };

    /** The largest heap for either tuning. */
    record Heap(int startMegabytes, int throughputMegabytes) {}

    abstract List<String> jvm(Heap heap);

    private static List<String> withHeap(int megabytes, List<String> others) {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + megabytes + "m");
        options.addAll(others);
        // An engine without memory must be seen as dead, not limp along.
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add("-Djava.awt.headless=true");
        options.add("-Djava.net.preferIPv4Stack=true");
        return List.copyOf(options);
    }
}
