package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Event;
import dev.sluice.contract.Tenant;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.split.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell: that it is wired, waits briefly, and does not keep to itself what Connect would swallow. */
class FileSourceTaskTest {
    private static final RecordMetadata WRITTEN = new RecordMetadata(new TopicPartition("rows", 0), 0, 0, 0, 0, 0);

    @TempDir(factory = Scratch.class)
    Path staging;

    private final FileSourceTask task = new FileSourceTask();
    private final WorkersMetrics metrics = new WorkersMetrics();

    @BeforeEach
    void start() {
        FileSourceConnector connector = new FileSourceConnector();
        connector.start(new HashMap<>(Map.of(
                "tenant", "acme",
                "staging.dir", staging.toString(),
                "schema.registry.url", "mock://task-test",
                "kafka.bootstrap.servers", "localhost:1")));
        task.initialize(new FakeContext(metrics.ofTask()));
        task.start(connector.taskConfigs(1).get(0));
    }

    @AfterEach
    void stop() {
        task.stop();
        metrics.close();
    }

    private static SourceRecord record(Runnable signal) {
        Event event = new Event.FileRejected("acme", null, Instant.EPOCH, "a.csv", 1, List.of());
        ImportOffset offset = new ImportOffset(new ImportOffset.Of("", ""), Position.START, ImportOffset.State.IDLE);
        Map<String, String> partition = ImportOffset.partition(new Tenant("acme"), "");
        return new Announcement(
                        List.of(new Announcement.Part(event, 1)),
                        new Topics("rows", "errors", "events"),
                        2,
                        partition,
                        offset,
                        offset,
                        signal)
                .records()
                .get(0);
    }

    @Test
    void makesTheTenantsFoldersAndReturnsNothingWhenThereIsNothing() throws InterruptedException {
        assertThat(task.poll()).isNull();
        assertThat(staging.resolve("acme/in")).isDirectory();
        assertThat(staging.resolve("acme/out/done")).isDirectory();
        assertThat(Files.exists(staging.resolve("acme/.sluice/imports"))).isTrue();
    }

    @Test
    void whatAnAcknowledgementThrowsComesOutOfTheNextPoll() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("from the producer's thread");
        SourceRecord record = record(() -> {
            throw cause;
        });
        task.commitRecord(record, WRITTEN);
        assertThatThrownBy(task::poll).isInstanceOf(ConnectException.class).hasCause(cause);
        assertThatThrownBy(task::poll).as("and of every later one").isInstanceOf(ConnectException.class);
    }

    @Test
    void acknowledgementsGoToWhoWaitsForThem() throws InterruptedException {
        int[] signals = {0};
        task.commitRecord(record(() -> signals[0]++), WRITTEN);
        task.commitRecord(record(() -> signals[0]++), null);
        assertThat(signals[0]).isEqualTo(2);
        assertThat(task.poll()).isNull();
    }

    @Test
    void recordsOfOthersAreNoneOfItsBusiness() throws InterruptedException {
        task.commitRecord(new SourceRecord(Map.of(), Map.of(), "other", null, null), WRITTEN);
        task.commitRecord(new SourceRecord(Map.of(), Map.of(), "other", null, null), null);
        assertThat(task.poll()).isNull();
    }

    @Test
    void stoppingTwiceOrBeforeStartingIsAllowed() {
        task.stop();
        task.stop();
        new FileSourceTask().stop();
    }
}
