package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that are shipped say what the code does. Write the reference page anew with {@code -Ddocs.update=true}. */
class DocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage(
            CassandraSinkConnector.class.getName(), CassandraSinkConfig.OVERVIEW_DOC, CassandraSinkConfig.configDef());

    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/connect-cassandra-sink.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        assertThat(PAGE.in(Path.of(path))).isEqualTo(PAGE.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/etc/cassandra-sink.json", "../connector-configs/cassandra-sink.json"})
    void theSampleIsValid(String path) throws IOException {
        JsonNode sample =
                new ObjectMapper().readTree(Files.readString(Path.of(path))).path("config");
        Map<String, String> settings = new HashMap<>();
        sample.properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        settings.replaceAll((key, value) -> value.startsWith("${") ? "c1:9042" : value);
        assertThat(new CassandraSinkConnector().validate(settings).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(settings.get("topics")).contains("import-error");
    }

    /** A manual that does not name a key, a metric or a table that there is, is not one. */
    @Test
    void theManualNamesEveryTable() throws IOException {
        String manual = Files.readString(Path.of("src/plugin/doc/README.md"));
        assertThat(manual)
                .contains("`datasets`", "`tables`", "`ddl_leases`", "`imports`", "`imports_running`")
                .contains("`import_progress`", "`import_errors`");
        new dev.sluice.cassandra.report.TaskNumbers()
                .gauges()
                .keySet()
                .forEach(gauge -> assertThat(manual).contains("`" + gauge.name() + "`"));
    }
}
