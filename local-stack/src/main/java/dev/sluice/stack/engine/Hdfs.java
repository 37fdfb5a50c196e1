package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.FreePorts;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the processes of HDFS know of each other: ports, and configuration that all of them read.
 *
 * @param journalPort of the journal node that a pair of name nodes shares its edits by; 0 without a pair
 */
public record Hdfs(HdfsShape shape, List<NameNodePorts> nameNodes, List<DataNodePorts> dataNodes, int journalPort) {
    /** The name service of a pair of name nodes. */
    static final String NAME_SERVICE = "sluice";

    /** Below a name node's {@code conf}: the directory with the configuration files that clients need. */
    public static final String CLIENT_FILES = "client";

    static final String LOCALHOST = "127.0.0.1:";

    /** Where one name node listens. */
    public record NameNodePorts(String name, int rpc, int http) {
        /** Its id within the name service. */
        String id() {
            return name.replace("-", "");
        }
    }

    /** Where one data node listens. */
    public record DataNodePorts(String name, int data, int http, int ipc) {}

    /** Finds ports for everything. */
    public static Hdfs of(HdfsShape shape, FreePorts ports) {
        List<NameNodePorts> nameNodes = names(NameNode.NAME, shape.nameNodes()).stream()
                .map(name -> new NameNodePorts(name, ports.claim(name), ports.claim(name + ".http")))
                .toList();
        List<DataNodePorts> dataNodes = names(DataNode.NAME, shape.dataNodes()).stream()
                .map(name -> new DataNodePorts(
                        name, ports.claim(name), ports.claim(name + ".http"), ports.claim(name + ".ipc")))
                .toList();
        return new Hdfs(shape, nameNodes, dataNodes, shape.isPair() ? ports.claim(JournalNode.NAME) : 0);
    }

    private static List<String> names(String one, int count) {
        return count == 1
                ? List.of(one)
                : IntStream.rangeClosed(1, count).mapToObj(i -> one + "-" + i).toList();
    }

    /** The processes that know which files there are. */
    public List<Engine> nameEngines(Checkout checkout, Tuning tuning) {
        List<Engine> engines = new ArrayList<>();
        if (shape.isPair()) {
            engines.add(new JournalNode(checkout, tuning, this));
        }
        nameNodes.forEach(ports -> engines.add(new NameNode(checkout, tuning, this, ports)));
        return engines;
    }

    /** The processes that hold what is in the files. */
    public List<Engine> dataEngines(Checkout checkout, Tuning tuning) {
        return dataNodes.stream()
                .<Engine>map(ports -> new DataNode(checkout, tuning, this, ports))
                .toList();
    }

    /** What clients write into {@code fs.defaultFS}; the name service of a pair is explained by {@link #CLIENT_FILES}. */
    public String uri() {
        return "hdfs://"
                + (shape.isPair() ? NAME_SERVICE : LOCALHOST + nameNodes.get(0).rpc());
    }

    /**
     * All configuration files of one process.
     *
     * @param own settings that only this process has
     */
    Map<String, String> files(Map<String, String> own) {
        Map<String, String> site = site();
        site.putAll(own);
        site.putAll(shape.settings());
        Map<String, String> core = core();
        core.putAll(shape.settings());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("core-site.xml", Rendering.hadoop(core));
        files.put("hdfs-site.xml", Rendering.hadoop(site));
        files.put("log4j.properties", LOG4J);
        // Its web servers want these folders on the class path.
        for (String server : List.of("hdfs", "datanode", "journal", "static")) {
            files.put("webapps/" + server + "/.keep", "");
        }
        return files;
    }

    Map<String, String> clientFiles() {
        Map<String, String> core = new LinkedHashMap<>(shape.settings());
        core.put("fs.defaultFS", uri());
        return Map.of(
                CLIENT_FILES + "/core-site.xml", Rendering.hadoop(core),
                CLIENT_FILES + "/hdfs-site.xml", Rendering.hadoop(service()));
    }

    private static final String LOG4J = """
            log4j.rootLogger=INFO,out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.PatternLayout
            log4j.appender.out.layout.ConversionPattern=[%d] %p %m (%c{1})%n
            """;

    /** All are launched together and keep knocking until they are let in; a pair takes longer, one waits for the other. */
    private Map<String, String> core() {
        Map<String, String> core = new LinkedHashMap<>();
        core.put("fs.defaultFS", uri());
        core.put("ipc.client.connect.retry.interval", "200");
        core.put("ipc.client.connect.max.retries", shape.isPair() ? "300" : "100");
        return core;
    }

    private Map<String, String> site() {
        Map<String, String> site = new LinkedHashMap<>(service());
        site.put("dfs.replication", "1");
        site.put("dfs.permissions.enabled", "false");
        site.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        site.put("dfs.namenode.safemode.extension", "0");
        site.put("dfs.namenode.safemode.min.datanodes", "1");
        site.put("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
        if (shape.isPair()) {
            site.put("dfs.namenode.shared.edits.dir", "qjournal://" + LOCALHOST + journalPort + "/" + NAME_SERVICE);
            // Whoever fails over says that the other is gone; the journal lets only one of them write.
            site.put("dfs.ha.fencing.methods", "shell(/bin/true)");
            site.put("dfs.ha.tail-edits.period", "1s");
        }
        return site;
    }

    /** Where the name nodes are. */
    private Map<String, String> service() {
        Map<String, String> service = new LinkedHashMap<>();
        if (shape.isPair()) {
            service.put("dfs.nameservices", NAME_SERVICE);
            service.put(
                    "dfs.ha.namenodes." + NAME_SERVICE,
                    nameNodes.stream().map(NameNodePorts::id).collect(Collectors.joining(",")));
            service.put(
                    "dfs.client.failover.proxy.provider." + NAME_SERVICE,
                    "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
        }
        for (NameNodePorts ports : nameNodes) {
            String suffix = shape.isPair() ? "." + NAME_SERVICE + "." + ports.id() : "";
            service.put("dfs.namenode.rpc-address" + suffix, LOCALHOST + ports.rpc());
            service.put("dfs.namenode.http-address" + suffix, LOCALHOST + ports.http());
        }
        return service;
    }

    JavaLaunch java(
            Checkout checkout, List<String> options, EngineHome home, String mainClass, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(shape.jvmOptions());
        List<Path> classPath = new ArrayList<>();
        classPath.add(home.conf());
        classPath.addAll(checkout.classPath("hdfs"));
        return new JavaLaunch(all, classPath, mainClass, arguments, Map.of());
    }

    /** Throws unless one attribute of a process's MBean says something. */
    static void ask(int httpPort, String bean, String attribute, String wanted)
            throws IOException, InterruptedException {
        String url = "http://" + LOCALHOST + httpPort + "/jmx?get=Hadoop:service=" + bean + "::" + attribute;
        String answer = Question.get(url);
        if (!answer.contains(wanted)) {
            throw new IOException(url + " does not say " + wanted + " yet");
        }
    }
}
