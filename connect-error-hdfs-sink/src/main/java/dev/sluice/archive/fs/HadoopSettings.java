package dev.sluice.archive.fs;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * How to reach the archive's file system.
 *
 * @param url scheme and authority, like {@code hdfs://namenode:9000} or {@code file:///}
 * @param root the archive's directory, absolute
 * @param identity who to be on the file system
 * @param confDir directory with {@code core-site.xml} and {@code hdfs-site.xml}; empty for none
 * @param inline Hadoop's own keys; they win over the files
 */
public record HadoopSettings(URI url, String root, Identity identity, String confDir, Map<String, String> inline) {
    /**
     * Bounds for what is unbounded or takes a quarter of an hour by default: a call must fail before the consumer group gives the
     * task up. Configuration files and inline keys win over them.
     */
    private static final Map<String, String> BOUNDS = Map.of(
            "ipc.client.connect.timeout", "5000",
            "ipc.client.connect.max.retries", "2",
            "ipc.client.connect.max.retries.on.timeouts", "2",
            "ipc.client.rpc-timeout.ms", "30000",
            "dfs.client.socket-timeout", "30000",
            "dfs.client.retry.policy.enabled", "false",
            // Half a minute in all, for a pair of NameNodes to fail over.
            "dfs.client.failover.max.attempts", "7",
            "dfs.client.failover.sleep.max.millis", "8000");

    /**
     * A file is closed when the NameNode has heard of its last block, which it has not at the first asking. Hadoop then sleeps 400 ms,
     * for each file; a commit has many. So it asks again soon, and goes on for about as long.
     */
    private static final Map<String, String> CLOSING = Map.of(
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5",
            "dfs.client.block.write.locateFollowingBlock.max.delay.ms", "4000",
            "dfs.client.block.write.locateFollowingBlock.retries", "13");

    private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml");

    /** Reads the configuration; needs the plugin's class loader as the context class loader. */
    Configuration configuration() throws IOException {
        Configuration configuration = new Configuration();
        Configuration bounds = new Configuration(false);
        BOUNDS.forEach(bounds::set);
        CLOSING.forEach(bounds::set);
        configuration.addResource(bounds);
        for (String name : FILES) {
            File file = new File(confDir, name);
            if (!confDir.isEmpty() && file.isFile()) {
                configuration.addResource(new Path(file.toURI()));
            }
        }
        inline.forEach(configuration::set);
        return configuration;
    }
}
