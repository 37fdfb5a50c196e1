package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bytes again. */
class DuplicatesTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        define("string");
    }

    private void define(String type) {
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", type));
        stage.finish();
    }

    private void drop(String name, String content) {
        stage.drop("acme", name, content);
        stage.finish();
    }

    private List<String> imports() {
        return stage.events(ImportEnded.class).stream()
                .map(ended -> ended.context().importId())
                .toList();
    }

    private void skip() {
        stage.skipsDuplicates = true;
        stage.crash();
    }

    private String report(String file) throws IOException {
        return Files.readString(staging.resolve("acme/out/" + file + ".report.json"));
    }

    @Test
    void areLoadedAndNamedUnlessOtherwiseAskedFor() throws IOException {
        drop("a-1.csv", "id,v\n1,x\n");
        drop("a-2.csv", "id,v\n1,y\n");
        drop("a-3.csv", "id,v\n1,x\n");
        assertThat(imports()).hasSize(3);
        assertThat(report("a-1.csv")).doesNotContain("duplicate_of");
        assertThat(report("a-2.csv")).doesNotContain("duplicate_of");
        assertThat(report("a-3.csv"))
                .contains("\"duplicate_of\" : \"" + imports().get(0) + "\"");
    }

    @Test
    void areRefusedWithTheImportsNameIfAskedFor() {
        drop("a-1.csv", "id,v\n1,x\n");
        skip();
        drop("a-2.csv", "id,v\n1,y\n");
        drop("a-3.csv", "id,v\n1,x\n");
        assertThat(imports()).hasSize(2);
        assertThat(stage.events(FileRejected.class)).singleElement().satisfies(rejected -> {
            assertThat(rejected.file()).isEqualTo("a-3.csv");
            assertThat(rejected.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo(Code.DUPLICATE_FILE);
                assertThat(reason.value()).isEqualTo(imports().get(0));
            });
        });
        assertThat(stage.filesIn("out/rejected")).containsExactly("acme/a-3.csv");
    }

    @Test
    void aNewDefinitionMakesTheSameBytesNewAgain() {
        skip();
        drop("a-1.csv", "id,v\n1,x\n");
        stage.drop(
                "acme",
                "a.dataset.json",
                Stage.DEFINITION
                        .formatted("a", "t", "string")
                        .replace("\"key_space\"", "\"ttl_seconds\": 9, \"key_space\""));
        stage.finish();
        drop("a-2.csv", "id,v\n1,x\n");
        drop("a-3.csv", "id,v\n1,x\n");
        assertThat(imports()).hasSize(2);
    }

    @Test
    void aFailedImportIsNone() {
        skip();
        stage.connect.loseRows(1);
        drop("a-1.csv", "id,v\n1,x\n");
        stage.connect.loseRows(0);
        drop("a-2.csv", "id,v\n1,x\n");
        assertThat(imports()).hasSize(1);
    }
}
