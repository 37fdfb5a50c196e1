package dev.sluice.stack;

import dev.sluice.stack.engine.Cassandra;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where clients reach a stack, as they write it. */
public record Endpoints(
        String bootstrapServers,
        String connectUrl,
        String schemaRegistryUrl,
        String cassandraContactPoint,
        String hdfsUri,
        Path stagingDirectory) {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String CONNECT = "connect.url";
    private static final String REGISTRY = "schema.registry.url";
    private static final String CASSANDRA = "cassandra.contact.point";
    private static final String HDFS = "hdfs.uri";
    private static final String STAGING = "staging.directory";

    public InetSocketAddress cassandra() {
        int colon = cassandraContactPoint.lastIndexOf(':');
        return new InetSocketAddress(
                cassandraContactPoint.substring(0, colon),
                Integer.parseInt(cassandraContactPoint.substring(colon + 1)));
    }

    public String localDatacenter() {
        return Cassandra.DATACENTER;
    }

    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(BOOTSTRAP, bootstrapServers);
        map.put(CONNECT, connectUrl);
        map.put(REGISTRY, schemaRegistryUrl);
        map.put(CASSANDRA, cassandraContactPoint);
        map.put("cassandra.local.datacenter", localDatacenter());
        map.put(HDFS, hdfsUri);
        map.put(STAGING, stagingDirectory.toString());
        return map;
    }

    static Endpoints of(Map<String, String> map) {
        return new Endpoints(
                map.get(BOOTSTRAP),
                map.get(CONNECT),
                map.get(REGISTRY),
                map.get(CASSANDRA),
                map.get(HDFS),
                Path.of(map.get(STAGING)));
    }
}
