package dev.sluice.it.archive;

import dev.sluice.demo.ConnectRest;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.process.Await;
import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.EngineProcess;
import dev.sluice.stack.process.FreePorts;
import dev.sluice.stack.process.JavaLaunch;
import dev.sluice.stack.process.Marker;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A worker of the oldest Kafka that the plugins are for, in one Connect cluster with the stack's own, as while a cluster is upgraded. It
 * has no binding of slf4j, so its log is empty.
 */
final class OldestWorker implements AutoCloseable {
    private static final String NAME = "worker-oldest";

    private final EngineProcess process;
    private final String url;

    private OldestWorker(EngineProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it with the settings of the stack's first worker, and returns once it answers. */
    static OldestWorker start(LocalStack stack) throws Exception {
        int port = new FreePorts(Map.of(), new SecureRandom()).claim(NAME);
        String url = "http://127.0.0.1:" + port;
        EngineHome home = new EngineHome(stack.directory().resolve(NAME));
        home.create();
        Path file = home.conf().resolve("worker.properties");
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(stack.directory().resolve("worker-1/conf/worker.properties"))) {
            settings.load(reader);
        }
        settings.put("client.id", NAME);
        settings.put("listeners", url);
        settings.put("rest.advertised.port", Integer.toString(port));
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        JavaLaunch launch = new JavaLaunch(
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true"),
                Checkout.find().classPath("connect-oldest"),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                List.of(file.toString()),
                Map.of("SLUICE_HDFS_URL", stack.hdfsUri()));
        EngineProcess process = EngineProcess.launch(launch, new Marker(stack.directory(), NAME), home);
        OldestWorker worker = new OldestWorker(process, url);
        Await.atMost(Duration.ofMinutes(2)).until("the oldest worker to answer", () -> {
            if (!process.isAlive()) {
                throw new Await.GaveUp("it died with exit code " + process.exitCode() + "; see " + home.logFile());
            }
            return !worker.version().isEmpty();
        });
        return worker;
    }

    /** Of Kafka, as it says itself. */
    String version() throws InterruptedException {
        return new ConnectRest(url).get("/").path("version").asText();
    }

    /** As the status of a connector names it. */
    String id() {
        return url.substring("http://".length());
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
    }
}
