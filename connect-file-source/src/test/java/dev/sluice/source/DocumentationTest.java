package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.ReferencePage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that are shipped say what the code does. Write the reference page anew with {@code -Ddocs.update=true}. */
class DocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage(
            FileSourceConnector.class.getName(),
            "Emits the rows of tenants' files, and what happens to their definitions and imports, in order.",
            FileSourceConfig.CONFIG_DEF);

    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/connect-file-source.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        assertThat(PAGE.in(Path.of(path))).isEqualTo(PAGE.text());
    }
}
