package dev.sluice.stack.engine;

import java.util.List;
import java.util.Map;

/**
 * Which processes HDFS consists of, and how they differ from the usual ones.
 *
 * @param nameNodes 1, or 2 for a pair with one journal node; of a pair none is active until somebody says which
 * @param settings Hadoop's own keys, for all of these processes and for clients; they win over the usual ones
 * @param jvmOptions of all of these processes
 */
public record HdfsShape(int nameNodes, int dataNodes, Map<String, String> settings, List<String> jvmOptions) {
    public static final HdfsShape USUAL = new HdfsShape(1, 1, Map.of(), List.of());

    public HdfsShape {
        if (nameNodes < 1 || nameNodes > 2 || dataNodes < 1) {
            throw new IllegalArgumentException("HDFS needs 1 or 2 name nodes and a data node (nameNodes='" + nameNodes
                    + "', dataNodes='" + dataNodes + "').");
        }
        settings = Map.copyOf(settings);
        jvmOptions = List.copyOf(jvmOptions);
    }

    boolean isPair() {
        return nameNodes == 2;
    }
}
