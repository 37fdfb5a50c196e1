package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Tenant;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.Journals;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetCheckTest {
    private static final Tenant TENANT = new Tenant("acme");
    private static final String IMPORT = "0123456789abcdef0123";

    @TempDir
    Path staging;

    @BeforeEach
    void anImportIsInProgress() throws IOException {
        TenantDirectory directory = new TenantDirectory(staging, TENANT);
        directory.create();
        Files.writeString(directory.in().resolve("a.csv"), "id\n1\n2\n3\n");
        Journals journals = new Journals(directory);
        journals.save(new ImportJournal(
                new ImportContext(new DatasetId(TENANT, "a"), IMPORT, "t", 1, 1),
                directory.look("a.csv").orElseThrow(),
                Instant.EPOCH,
                Optional.empty()));
        try (RejectedRows rows = RejectedRows.open(journals.rejectedRows(IMPORT))) {
            rows.add(new AckLedger.Progress(List.of(), Optional.of(new Position(7, 4, 3))));
        }
    }

    private void alter(String dataset, Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(Map.of("dataset", dataset), offset);
        assertThat(new FileSourceConnector()
                        .alterOffsets(
                                Map.of(
                                        "tenants", "acme,beta",
                                        "staging.dir", staging.toString(),
                                        "schema.registry.url", "http://a:1",
                                        "kafka.bootstrap.servers", "a:1"),
                                offsets))
                .isTrue();
    }

    private static Map<String, ?> offset(String importId, long bytes, long line, long ordinal) {
        return Map.of(
                "import", importId, "file", "a.csv", "byte", bytes, "line", line, "ordinal", ordinal, "state",
                "READING");
    }

    private void refused(String dataset, Map<String, ?> offset, String why) {
        assertThatThrownBy(() -> alter(dataset, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(dataset)
                .hasMessageContaining(why)
                .hasMessageContaining("no offset was changed");
    }

    @Test
    void aPositionCanBeResetOrMovedBack() {
        alter("acme/a", null);
        alter("beta/any", null);
        alter("acme/a", offset(IMPORT, 7, 4, 3));
        alter("acme/a", offset(IMPORT, 5, 3, 2));
        alter("acme/a", offset(IMPORT, 0, 1, 1));
    }

    @Test
    void nothingIsSkippedAndNoRowIsCut() {
        refused("acme/a", offset(IMPORT, 9, 5, 4), "Rows cannot be skipped");
        refused("acme/a", offset(IMPORT, 6, 3, 2), "no row that begins at byte 6");
        refused("acme/a", offset(IMPORT, 0, 1, 2), "no row that begins at byte 0");
    }

    @Test
    void anotherImportOrTenantIsRefused() {
        refused("acme/a", offset("ffffffffffffffffffff", 5, 3, 2), "no import");
        refused("acme/b", offset(IMPORT, 5, 3, 2), "no import");
        refused("zeta/a", null, "does not serve");
    }
}
