package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
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
            ErrorHdfsSinkConnector.class.getName(),
            "Archives every record of an errors topic on a Hadoop file system, exactly once. Every other key that begins with `hadoop.` goes to"
                    + " Hadoop without that prefix.",
            Settings.CONFIG_DEF);

    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/connect-error-hdfs-sink.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        assertThat(PAGE.in(Path.of(path))).isEqualTo(PAGE.text());
    }

    @Test
    void theSampleConfigures() throws IOException {
        JsonNode sample = new ObjectMapper().readTree(Files.readString(Path.of("src/plugin/etc/error-archive.json")));
        Map<String, String> props =
                new ObjectMapper().convertValue(sample.get("config"), new TypeReference<HashMap<String, String>>() {});
        assertThat(props).containsEntry("connector.class", ErrorHdfsSinkConnector.class.getName());
        assertThat(new ErrorHdfsSinkConnector().validate(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }
}
