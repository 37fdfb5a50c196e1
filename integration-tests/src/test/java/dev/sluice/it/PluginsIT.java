package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.demo.ConnectRest;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker whose {@code plugin.path} holds only the packaged folders finds every plugin, with its version. */
@ExtendWith(StackExtension.class)
class PluginsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theWorkerFindsEveryPluginWithItsVersion(LocalStack stack) throws Exception {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode plugin : new ConnectRest(stack.connectUrl()).get("/connector-plugins?connectorsOnly=false")) {
            versions.put(plugin.path("class").asText(), plugin.path("version").asText());
        }
        assertThat(versions)
                .containsEntry("dev.sluice.source.FileSourceConnector", SluiceVersion.get())
                .containsEntry("dev.sluice.validate.SchemaValidate$Value", SluiceVersion.get())
                .containsEntry("dev.sluice.converter.CachingAvroConverter", SluiceVersion.get())
                .containsEntry("dev.sluice.cassandra.CassandraSinkConnector", SluiceVersion.get())
                .containsEntry("dev.sluice.archive.ErrorHdfsSinkConnector", SluiceVersion.get())
                .containsKey("io.confluent.connect.avro.AvroConverter");
    }

    static List<Path> connectorConfigs() throws IOException {
        return Project.connectorConfigs();
    }

    @ParameterizedTest
    @MethodSource("connectorConfigs")
    void everyConnectorConfigIsValid(Path file, LocalStack stack) throws Exception {
        JsonNode connector = JSON.readTree(Files.readAllBytes(file));
        JsonNode config = connector.path("config");
        String type = config.path("connector.class").asText();
        com.fasterxml.jackson.databind.node.ObjectNode named = config.deepCopy();
        named.set("name", connector.path("name"));
        JsonNode answer = new ConnectRest(stack.connectUrl())
                .put("/connector-plugins/" + type.substring(type.lastIndexOf('.') + 1) + "/config/validate", named);
        List<String> errors = new ArrayList<>();
        List<String> known = new ArrayList<>();
        answer.path("configs").forEach(each -> {
            each.at("/value/errors").forEach(error -> errors.add(error.asText()));
            known.add(each.at("/definition/name").asText());
        });
        assertThat(errors).isEmpty();
        List<String> unknown = new ArrayList<>();
        named.fieldNames().forEachRemaining(key -> {
            boolean passedThrough = key.contains(".override.");
            if (!passedThrough && !known.contains(key)) {
                unknown.add(key);
            }
        });
        assertThat(unknown).as("keys that nobody defines").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect-file-source",
                "smt-schema-validate",
                "connect-avro-converter",
                "connect-cassandra-sink",
                "connect-error-hdfs-sink"
            })
    void folderAndZipAreWhatAPlatformTeamUnzips(String plugin) throws IOException {
        Path target = Project.ROOT.resolve(plugin).resolve("target");
        Path folder = packagedFolder(target, plugin);
        assertThat(folder.resolve("manifest.json")).content().contains("\"version\": \"" + SluiceVersion.get() + "\"");
        assertThat(folder.resolve("doc/LICENSE")).exists();
        assertThat(folder.resolve("doc/NOTICE")).exists();
        assertThat(folder.resolve("etc")).isNotEmptyDirectory();
        List<String> jars = names(folder.resolve("lib"));
        assertThat(jars).anyMatch(jar -> jar.startsWith(plugin));
        assertThat(jars)
                .as("jars that the worker gives")
                .noneMatch(jar ->
                        jar.matches("(kafka-clients|connect-api|connect-json|connect-runtime|slf4j-|log4j|logback).*"));
        try (ZipFile zip = new ZipFile(
                target.resolve(plugin + "-" + SluiceVersion.get() + ".zip").toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".jar")))
                    .hasSameSizeAs(jars)
                    .allMatch(name -> name.startsWith(plugin + "/lib/"));
        }
    }

    private static Path packagedFolder(Path target, String plugin) {
        return target.resolve("plugins").resolve(plugin);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
