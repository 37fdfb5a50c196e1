package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.report.ArchiveReader;
import dev.sluice.archive.report.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** Compares every import's summary with the rows that the archive has of it. */
final class SummaryCheck {
    private record Rows(long count, long lastOffset) {
        private Rows and(Rows later) {
            return new Rows(count + later.count, Math.max(lastOffset, later.lastOffset));
        }
    }

    private final Map<String, Rows> expected = new TreeMap<>();

    void run(ErrorFileSystem fileSystem) throws IOException {
        new ArchiveReader(fileSystem).read(Selection.ALL, this::count);
        for (Map.Entry<String, Rows> each : expected.entrySet()) {
            try (InputStream in = fileSystem.open(each.getKey())) {
                JsonNode summary = new ObjectMapper().readTree(in);
                assertThat(new Rows(
                                summary.get("records").asLong(),
                                summary.get("last_offset").asLong()))
                        .as(each.getKey())
                        .isEqualTo(each.getValue());
            }
        }
    }

    private void count(Envelope envelope) {
        if (envelope.importId() != null) {
            Layout layout =
                    new Layout(envelope.origin().topic(), envelope.origin().partition());
            expected.merge(
                    layout.summary("tenant=" + envelope.tenant(), envelope.dataset(), envelope.importId()),
                    new Rows(1, envelope.origin().offset()),
                    Rows::and);
        }
    }
}
