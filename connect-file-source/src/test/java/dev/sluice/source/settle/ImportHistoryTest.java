package dev.sluice.source.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.Scratch;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportHistoryTest {
    private static final String DEFINITION = "0123456789abcdef";

    @TempDir(factory = Scratch.class)
    Path staging;

    private ImportHistory history;
    private Path file;

    @BeforeEach
    void create() throws IOException {
        TenantDirectory directory = new TenantDirectory(staging, new Tenant("acme"));
        directory.create(directory.history());
        history = new ImportHistory(directory);
        file = directory.history().resolve("a.txt");
    }

    private static ImportHistory.Entry entry(long number) {
        return new ImportHistory.Entry("%064x".formatted(number), number, "%020x".formatted(number), DEFINITION);
    }

    @Test
    void remembersOnceAndPassesTornLinesOver() throws IOException {
        history.add("a", entry(1));
        Files.writeString(file, "0000", StandardOpenOption.APPEND);
        history.add("a", entry(2));
        history.add("a", entry(2));
        assertThat(history.loaded("a", entry(1).sha256(), DEFINITION)).contains(entry(1));
        assertThat(history.loaded("a", entry(1).sha256(), "f".repeat(16))).isEmpty();
        assertThat(history.duplicateOf("a", entry(2).sha256(), entry(2).importId()))
                .isEmpty();
        assertThat(history.duplicateOf("a", entry(2).sha256(), entry(1).importId()))
                .contains(entry(2));
        assertThat(history.mayKnow("a", 2, DEFINITION)).isTrue();
        assertThat(history.mayKnow("a", 3, DEFINITION)).isFalse();
        assertThat(history.mayKnow("b", 2, DEFINITION)).isFalse();
        assertThat(Files.readAllLines(file))
                .filteredOn(line -> line.length() > 4)
                .hasSize(2);
    }

    @Test
    void forgetsTheOldest() throws IOException {
        int full = 2 * ImportHistory.KEPT - 1;
        Files.writeString(
                file,
                LongStream.range(0, full)
                        .mapToObj(number -> entry(number).line())
                        .collect(Collectors.joining("\n")));
        assertThat(history.mayKnow("a", 0, DEFINITION)).isTrue();
        history.add("a", entry(full));
        assertThat(history.mayKnow("a", full, DEFINITION)).isTrue();
        assertThat(history.mayKnow("a", full - ImportHistory.KEPT, DEFINITION)).isTrue();
        assertThat(history.mayKnow("a", 0, DEFINITION)).isFalse();
        assertThat(Files.readAllLines(file)).hasSize(ImportHistory.KEPT + 1);
    }
}
