package dev.sluice.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code monitoring/log4j2-json.properties} with exactly the jars that a worker has. Needs no engine: a worker that cannot start logs, too. */
class LogFormatIT {
    @Test
    void aWorkersLogIsOneJsonObjectALine(@TempDir Path directory) throws Exception {
        Path config = Files.writeString(directory.resolve("worker.properties"), "bootstrap.servers=127.0.0.1:1\n");
        String classPath = Files.readString(Project.ROOT.resolve("local-stack/engines/connect/target/engine.classpath"))
                .trim();
        PrometheusTools.Ended ended = PrometheusTools.run(
                directory,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.configurationFile="
                        + MonitoringFiles.FOLDER
                                .resolve("log4j2-json.properties")
                                .toUri(),
                "-cp",
                classPath,
                "org.apache.kafka.connect.cli.ConnectDistributed",
                config.toString());
        assertThat(ended.code()).isNotZero();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : ended.output().split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(json.readTree(line));
            }
        }
        assertThat(lines).hasSizeGreaterThan(2).allSatisfy(line -> {
            assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
            assertThat(line.path("loggerName").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
            assertThat(line.has("contextMap")).isTrue();
            assertThat(line.path("instant").path("epochSecond").asLong()
                            + line.path("timeMillis").asLong())
                    .isPositive();
        });
        assertThat(lines)
                .anySatisfy(line -> assertThat(
                                line.path("thrown").path("extendedStackTrace").asText())
                        .contains("\n"));
    }
}
