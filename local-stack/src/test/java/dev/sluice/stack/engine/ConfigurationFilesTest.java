package dev.sluice.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.FreePorts;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each engine is told, read without starting it. */
class ConfigurationFilesTest {
    @TempDir
    Path root;

    @Test
    void theBrokerIsItsOwnControllerOnThePortsItWasGiven() throws IOException {
        Broker broker = new Broker(new Checkout(root), Tuning.START, 20_001, 20_002, Map.of());

        Properties settings = properties(broker.files(home("broker")).get("server.properties"));

        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:20002")
                .containsEntry("transaction.state.log.min.isr", "1")
                .containsEntry("group.initial.rebalance.delay.ms", "0")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("log.dirs", root.resolve("broker/data").toString());
        assertThat(broker.endpoint()).isEqualTo("127.0.0.1:20001");
    }

    @Test
    void workersConvertToAvroAndReadSecretsFromOneFolderOnly() throws IOException {
        Properties settings =
                properties(worker(Map.of()).files(home("worker-1")).get("worker.properties"));

        assertThat(settings)
                .containsEntry("exactly.once.source.support", "enabled")
                .containsEntry("plugin.discovery", "service_load")
                .containsEntry("key.converter", "io.confluent.connect.avro.AvroConverter")
                .containsEntry("value.converter.schema.registry.url", "http://127.0.0.1:3/apis/ccompat/v7")
                .containsEntry(
                        "key.converter.key.subject.name.strategy",
                        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy")
                .containsEntry(
                        "value.converter.value.subject.name.strategy",
                        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy")
                .containsEntry("config.providers.file.param.allowed.paths", "/secrets")
                .containsEntry("config.providers.env.param.allowlist.pattern", "SLUICE_.*");
    }

    @Test
    void aWorkerSettingOfTheCallerReplacesTheUsualOne() throws IOException {
        Map<String, String> files = worker(
                        Map.of("exactly.once.source.support", "disabled", "offset.flush.interval.ms", "100"))
                .files(home("worker-1"));

        assertThat(properties(files.get("worker.properties")))
                .containsEntry("exactly.once.source.support", "disabled")
                .containsEntry("offset.flush.interval.ms", "100");
    }

    @Test
    void cassandraKeepsEverythingInItsOwnFolder() {
        Cassandra cassandra = new Cassandra(new Checkout(root), Tuning.START, 20_003, 20_004);

        String yaml = cassandra.files(home("cassandra")).get("cassandra.yaml");

        assertThat(yaml)
                .contains("native_transport_port: 20003", "storage_port: 20004", "seeds: \"127.0.0.1:20004\"")
                .contains("commitlog_directory: \"" + root.resolve("cassandra/data/commitlog") + "\"");
    }

    @Test
    void bothHalvesOfHdfsReadTheSameAddresses() {
        Hdfs hdfs = hdfs(HdfsShape.USUAL);

        Map<String, String> name = files(hdfs, NameNode.NAME);
        Map<String, String> data = files(hdfs, DataNode.NAME);

        String nameNode = "127.0.0.1:" + hdfs.nameNodes().get(0).rpc();
        assertThat(name.get("core-site.xml")).isEqualTo(data.get("core-site.xml"));
        assertThat(name.get("core-site.xml"))
                .contains("<name>fs.defaultFS</name><value>hdfs://" + nameNode + "</value>");
        assertThat(List.of(name, data))
                .allSatisfy(files -> assertThat(files.get("hdfs-site.xml"))
                        .contains("<name>dfs.namenode.rpc-address</name><value>" + nameNode + "</value>"));
        assertThat(data.get("hdfs-site.xml"))
                .contains("<name>dfs.datanode.ipc.address</name><value>127.0.0.1:"
                        + hdfs.dataNodes().get(0).ipc() + "</value>");
    }

    @Test
    void aPairOfNameNodesIsOneNameService() {
        Hdfs hdfs = hdfs(new HdfsShape(2, 3, Map.of("dfs.replication", "2"), List.of("-Da=b")));

        assertThat(hdfs.uri()).isEqualTo("hdfs://sluice");
        Map<String, String> second = files(hdfs, "namenode-2");
        assertThat(second.get("hdfs-site.xml"))
                .contains("<name>dfs.ha.namenode.id</name><value>namenode2</value>")
                .contains("<name>dfs.replication</name><value>2</value>")
                .contains("<name>dfs.namenode.rpc-address.sluice.namenode1</name>")
                .contains("<name>dfs.namenode.rpc-address.sluice.namenode2</name>");
        assertThat(second.get("client/hdfs-site.xml"))
                .contains("<name>dfs.ha.namenodes.sluice</name><value>namenode1,namenode2</value>")
                .doesNotContain("dfs.ha.namenode.id");
        assertThat(files(hdfs, "datanode-3").get("hdfs-site.xml"))
                .contains("<name>dfs.datanode.address</name><value>127.0.0.1:"
                        + hdfs.dataNodes().get(2).data() + "</value>");
        assertThat(files(hdfs, JournalNode.NAME).get("hdfs-site.xml"))
                .contains(
                        "<name>dfs.journalnode.rpc-address</name><value>127.0.0.1:" + hdfs.journalPort() + "</value>");
    }

    private static Hdfs hdfs(HdfsShape shape) {
        return Hdfs.of(shape, new FreePorts(Map.of(), new Random(1)));
    }

    private Map<String, String> files(Hdfs hdfs, String name) {
        Checkout checkout = new Checkout(root);
        return Stream.concat(
                        hdfs.nameEngines(checkout, Tuning.START).stream(),
                        hdfs.dataEngines(checkout, Tuning.START).stream())
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow()
                .files(home(name));
    }

    @Test
    void throughputBuysLargerHeapsAndTheOptimisingCompiler() throws IOException {
        Path target = Files.createDirectories(root.resolve("local-stack/engines/connect/target"));
        Files.writeString(
                target.resolve("engine.classpath"),
                Files.createFile(target.resolve("a.jar")).toString());
        Path agent = Files.createDirectories(root.resolve("local-stack/engines/jmx-exporter/target/agent"))
                .resolve("jmx_prometheus_javaagent.jar");
        Files.createFile(agent);
        EngineHome home = home("worker-1");

        assertThat(worker(Map.of()).launch(home).jvmOptions())
                .contains("-Xmx1024m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .contains("-javaagent:" + agent + "=127.0.0.1:3:" + root.resolve("monitoring/jmx-exporter.yml"));
        assertThat(new Worker("worker-1", Tuning.THROUGHPUT, 2, 3, Worker.Release.CURRENT, cluster(Map.of()))
                        .launch(home)
                        .jvmOptions())
                .contains("-Xmx2048m")
                .doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void backslashesAndMarkupSurviveRendering() throws IOException {
        assertThat(properties(Rendering.properties(Map.of("pattern", "a\\d")))).isEqualTo(Map.of("pattern", "a\\d"));
        assertThat(Rendering.hadoop(Map.of("a", "<&>"))).contains("<value>&lt;&amp;&gt;</value>");
    }

    private Worker worker(Map<String, String> overrides) {
        return new Worker("worker-1", Tuning.START, 2, 3, Worker.Release.CURRENT, cluster(overrides));
    }

    private Worker.Cluster cluster(Map<String, String> overrides) {
        return new Worker.Cluster(
                new Checkout(root),
                "127.0.0.1:1",
                "http://127.0.0.1:3/apis/ccompat/v7",
                Path.of("/secrets"),
                Map.of(),
                overrides);
    }

    private EngineHome home(String name) {
        return new EngineHome(root.resolve(name));
    }

    private static Properties properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
