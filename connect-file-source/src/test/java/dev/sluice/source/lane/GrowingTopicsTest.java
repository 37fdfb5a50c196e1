package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.Scratch;
import dev.sluice.source.emit.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topic of rows gets more partitions: whenever that is, each of them, read alone, tells a whole story. */
class GrowingTopicsTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void define() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    private void drop(int rows) {
        StringBuilder content = new StringBuilder("id,v\n");
        for (int i = 0; i < rows; i++) {
            content.append(i).append(",x\n");
        }
        stage.drop("acme", "a.csv", content.toString());
    }

    private List<String> story(String topic, int partition) {
        return stage.connect.log.stream()
                .filter(written -> written.partition().equals(new TopicPartition(topic, partition)))
                .map(written -> written.isEvent() ? written.event().type() : "row")
                .distinct()
                .toList();
    }

    @Test
    void inMidImportTheyAreToldBeforeRowsComeToThem() {
        drop(200);
        stage.readSome();
        stage.connect.grow(5);
        stage.clock.advance(6000);
        stage.finish();
        for (int partition = 3; partition < 5; partition++) {
            assertThat(story("rows", partition))
                    .containsExactly("DatasetDefined", "ImportStarted", "row", "ImportEnded");
        }
        assertThat(story("events", 0)).containsExactly("DatasetDefined", "ImportStarted", "ImportEnded");
    }

    @Test
    void brokersThatDoNotAnswerHoldUpNoRows() {
        drop(200);
        stage.readSome();
        stage.errands.hold(Errands.To.KAFKA, new Tenant("acme"));
        stage.clock.advance(6000);
        for (int i = 0; i < 100; i++) {
            stage.poll(0);
            stage.connect.acknowledge(10);
        }
        assertThat(stage.connect.log.stream().filter(written -> !written.isEvent()))
                .hasSize(200);
        stage.errands.hold(Errands.To.KAFKA, new Tenant("nobody"));
        stage.finish();
        assertThat(stage.filesIn("out/done")).contains("acme/a.csv");
    }

    @Test
    void betweenImportsTheyAreToldTheDefinitionBeforeTheNextOne() {
        stage.connect.grow(4);
        drop(50);
        stage.finish();
        assertThat(story("rows", 3)).containsExactly("DatasetDefined", "ImportStarted", "row", "ImportEnded");
        assertThat(stage.connect.log.stream()
                        .filter(written -> written.partition().equals(new TopicPartition("rows", 0)))
                        .filter(SimulatedConnect.Written::isEvent)
                        .map(written -> written.event().type()))
                .as("the others are told once")
                .containsExactly("DatasetDefined", "ImportStarted", "ImportEnded");
    }

    @Test
    void whileTheLastRowsAreWaitedForTheyAreToldWithTheEnd() {
        drop(5);
        while (stage.connect.log.stream().allMatch(SimulatedConnect.Written::isEvent)) {
            stage.poll(0);
            stage.connect.acknowledge(1);
        }
        stage.connect.grow(4);
        stage.finish();
        assertThat(story("rows", 3)).containsExactly("DatasetDefined", "ImportStarted", "ImportEnded");
    }

    @Test
    void whileTheWorkerIsAwayTheyAreToldBeforeTheImportGoesOn() {
        drop(200);
        stage.readSome();
        stage.connect.commitOffsets();
        stage.crash();
        stage.connect.grow(4);
        stage.finish();
        assertThat(story("rows", 3)).containsExactly("DatasetDefined", "ImportStarted", "row", "ImportEnded");
    }

    @Test
    void anotherTopicIsToldTheDefinitionBeforeItsFirstImport() {
        stage.topics = new Topics("others", "errors", "events");
        stage.start();
        drop(50);
        stage.finish();
        for (int partition = 0; partition < Stage.PARTITIONS; partition++) {
            assertThat(story("others", partition))
                    .containsSubsequence("DatasetDefined", "ImportStarted", "ImportEnded");
        }
    }
}
