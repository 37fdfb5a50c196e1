package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line of 200 MB costs itself, not the file; the tenant gets it back byte for byte. */
class HugeLinesTest {
    private static final long LENGTH = 200_000_000;

    /** On disk, where it takes no place. */
    @TempDir
    Path staging;

    @Test
    void costsItselfOnly() throws IOException {
        Stage stage = new Stage(staging, new Random(1), 1);
        stage.drop(
                "acme",
                "a.dataset.json",
                Stage.DEFINITION.formatted("a", "t", "string").replace("_mb\": 1", "_mb\": 300"));
        Path hidden = stage.in("acme").resolve(".upload");
        try (FileChannel file = FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(bytes("id,v\n1,x\n"));
            file.write(bytes("\n2,y\n"), 9 + LENGTH);
        }
        Files.move(hidden, stage.in("acme").resolve("a.csv"));
        stage.finish();
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(List.of(ended.rowsRead(), ended.rowsAccepted(), ended.rowsRejected()))
                .containsExactly(3L, 2L, 1L);
        Rejection rejection = stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals("errors"))
                .map(written -> Rejection.of((Struct) written.record().value()))
                .findFirst()
                .orElseThrow();
        assertThat(rejection.violations()).extracting(Violation::code).containsExactly(Code.RECORD_TOO_LARGE);
        assertThat(rejection.raw()).hasSizeLessThanOrEqualTo(stage.limits.rawChars());
        assertThat(staging.resolve("acme/out/a.csv.rejects.csv")).hasSize("id,v\n".length() + LENGTH + 1);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
