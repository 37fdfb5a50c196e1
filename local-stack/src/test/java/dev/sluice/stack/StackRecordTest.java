package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one JVM writes another reads, and a pid alone proves nothing. */
class StackRecordTest {
    private static final Endpoints ENDPOINTS = new Endpoints(
            "127.0.0.1:1",
            "http://127.0.0.1:2",
            "http://127.0.0.1:3/apis/ccompat/v7",
            "127.0.0.1:4",
            "hdfs://127.0.0.1:5",
            Path.of("/tmp/a folder/staging"));

    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        StackRecord written = new StackRecord(
                ENDPOINTS,
                Map.of("broker", 1, "broker.controller", 9),
                List.of(
                        new StackRecord.Run("broker", "127.0.0.1:1", 42, Instant.parse("2026-11-20T00:00:00.120Z")),
                        new StackRecord.Run("registry", "127.0.0.1:3", 43, Instant.EPOCH)));

        written.write(directory);

        assertThat(StackRecord.read(directory)).contains(written);
        assertThat(written.endpoints().cassandra().getPort()).isEqualTo(4);
    }

    @Test
    void isAbsentWhereThereNeverWasAStack() throws IOException {
        assertThat(StackRecord.read(directory)).isEmpty();
    }

    @Test
    void doesNotTakeAnotherProcessForTheEngineBecauseOfItsPid() {
        ProcessHandle me = ProcessHandle.current();
        Instant started = me.info().startInstant().orElseThrow();

        assertThat(new StackRecord.Run("broker", "127.0.0.1:1", me.pid(), started).process(directory))
                .isEmpty();
    }
}
