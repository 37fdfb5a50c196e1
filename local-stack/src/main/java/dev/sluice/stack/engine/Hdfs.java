package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What both halves of HDFS know of each other: five ports, and one configuration that both read. */
public record Hdfs(
        int nameNodePort, int nameNodeHttpPort, int dataNodePort, int dataNodeHttpPort, int dataNodeIpcPort) {
    private static final String LOCALHOST = "127.0.0.1:";

    String uri() {
        return "hdfs://" + LOCALHOST + nameNodePort;
    }

    Map<String, String> files(EngineHome home) {
        return Map.of(
                "core-site.xml",
                Rendering.hadoop(core()),
                "hdfs-site.xml",
                Rendering.hadoop(site(home.data())),
                "log4j.properties",
                LOG4J,
                // Its web servers want these folders on the class path.
                "webapps/hdfs/.keep",
                "",
                "webapps/datanode/.keep",
                "",
                "webapps/static/.keep",
                "");
    }

    private static final String LOG4J = """
            log4j.rootLogger=INFO,out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.PatternLayout
            log4j.appender.out.layout.ConversionPattern=[%d] %p %m (%c{1})%n
            """;

    /** The data node is launched together with the name node and keeps knocking until it is let in. */
    private Map<String, String> core() {
        return Map.of(
                "fs.defaultFS", uri(),
                "ipc.client.connect.retry.interval", "200",
                "ipc.client.connect.max.retries", "100");
    }

    private Map<String, String> site(Path data) {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("dfs.replication", "1");
        site.put("dfs.permissions.enabled", "false");
        site.put("dfs.namenode.name.dir", data.resolve("name").toUri().toString());
        site.put("dfs.datanode.data.dir", data.resolve("blocks").toUri().toString());
        site.put("dfs.namenode.rpc-address", LOCALHOST + nameNodePort);
        site.put("dfs.namenode.http-address", LOCALHOST + nameNodeHttpPort);
        site.put("dfs.datanode.address", LOCALHOST + dataNodePort);
        site.put("dfs.datanode.http.address", LOCALHOST + dataNodeHttpPort);
        site.put("dfs.datanode.ipc.address", LOCALHOST + dataNodeIpcPort);
        site.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        site.put("dfs.namenode.safemode.extension", "0");
        site.put("dfs.namenode.safemode.min.datanodes", "1");
        site.put("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
        return site;
    }

    JavaLaunch java(
            Checkout checkout, List<String> options, EngineHome home, String mainClass, List<String> arguments) {
        List<Path> classPath = new ArrayList<>();
        classPath.add(home.conf());
        classPath.addAll(checkout.classPath("hdfs"));
        return new JavaLaunch(options, classPath, mainClass, arguments, Map.of());
    }

    void askNameNode() throws IOException, InterruptedException {
        bean(nameNodeHttpPort, "NameNode", "NameNodeInfo", "\"Safemode\"");
    }

    /** Safe mode is left only when the data node has reported; the data node's own word tells a restarted one from a dead one. */
    void askDataNode() throws IOException, InterruptedException {
        bean(nameNodeHttpPort, "NameNode", "NameNodeInfo", "\"Safemode\" : \"\"");
        bean(nameNodeHttpPort, "NameNode", "FSNamesystemState", "\"NumLiveDataNodes\" : 1");
        bean(dataNodeHttpPort, "DataNode", "DataNodeInfo", "\"ActorState\\\":\\\"RUNNING\\\"");
    }

    private static void bean(int port, String service, String name, String wanted)
            throws IOException, InterruptedException {
        String url = "http://" + LOCALHOST + port + "/jmx?qry=Hadoop:service=" + service + ",name=" + name;
        String answer = Question.get(url);
        if (!answer.contains(wanted)) {
            throw new IOException(url + " does not say " + wanted + " yet");
        }
    }
}
