package dev.sluice.archive.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.archive.Envelopes;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Slot;
import dev.sluice.archive.layout.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Summaries are absolute, idempotent, bounded, and survive their writer. */
class SummariesTest {
    private static final Layout LAYOUT = new Layout("t", 0);
    private static final Template TEMPLATE = Template.parse(Template.DEFAULT);
    private static final String PATH = "tenant=a/_imports/d/" + Envelopes.IMPORT + "/t+0_summary.json";
    private static final Reason RANGE = new Reason("OUT_OF_RANGE", "PORT", "99999", "PORT does not fit");
    private static final Reason COUNT = new Reason("COLUMN_COUNT", null, null, "too few");

    private final ErrorFileSystem fileSystem = new MemoryDisk().client();
    private final Set<String> overflowing = new HashSet<>();
    private Summaries summaries = open("w1");

    @Test
    void countsByCodeAndColumnWithTheFirstExamples() throws IOException {
        for (int i = 0; i < 10; i++) {
            add(i, RANGE, COUNT);
        }
        add(10, COUNT);
        commit();
        JsonNode summary = summary();
        assertThat(summary.path("records").asLong()).isEqualTo(11);
        assertThat(summary.path("first_offset").asLong()).isZero();
        assertThat(summary.path("last_offset").asLong()).isEqualTo(10);
        assertThat(summary.path("file").asText()).isEqualTo("x.csv");
        assertThat(summary.path("violations")).hasSize(2);
        JsonNode range = summary.path("violations").get(0);
        assertThat(range.path("code").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(range.path("count").asLong()).isEqualTo(10);
        assertThat(range.path("examples")).hasSize(3);
        assertThat(range.path("examples").get(2).path("offset").asLong()).isEqualTo(2);
        assertThat(range.path("examples").get(2).path("value").asText()).isEqualTo("99999");
        assertThat(summary.path("violations").get(1).path("count").asLong()).isEqualTo(11);
    }

    /** The one that waits in the overflow is the newer one. */
    @Test
    void aSuccessorGoesOnWithWhatWaitsInTheOverflow() throws IOException {
        add(0, RANGE);
        commit();
        add(1, RANGE);
        String away = Layout.overflow(PATH);
        fileSystem.makeDirectory(Layout.parent(away));
        fileSystem.replace(summaries.finish().get(0).temporary(), away);
        overflowing.add(PATH);
        summaries = open("w2");
        add(2, RANGE);
        commit();
        assertThat(summary().path("records").asLong()).isEqualTo(3);
    }

    @Test
    void aSuccessorGoesOnWhereTheCommittedSummaryEnds() throws IOException {
        add(0, RANGE);
        commit();
        add(1, RANGE);
        commit();
        add(2, RANGE);
        summaries.finish();
        // Never committed: its writer died. The next one reads offset 2 again.
        summaries = open("w2");
        add(2, RANGE);
        add(3, COUNT);
        commit();
        assertThat(summary().path("records").asLong()).isEqualTo(4);
        assertThat(summary().path("violations").get(0).path("count").asLong()).isEqualTo(3);
    }

    @Test
    void anOffsetThatIsCountedIsNotCountedAgain() throws IOException {
        add(7, RANGE);
        commit();
        summaries = open("w2");
        add(7, RANGE);
        commit();
        assertThat(summary().path("records").asLong()).isEqualTo(1);
    }

    @Test
    void anUnreadableSummaryIsWrittenAnew() throws IOException {
        add(0, RANGE);
        commit();
        fileSystem.delete(PATH);
        try (var out = fileSystem.create(PATH)) {
            out.write("scribble".getBytes(StandardCharsets.UTF_8));
        }
        summaries = open("w2");
        add(5, RANGE);
        commit();
        assertThat(summary().path("records").asLong()).isEqualTo(1);
        assertThat(summary().path("first_offset").asLong()).isEqualTo(5);
    }

    @Test
    void sizeIsBoundedWhateverTheColumnsAreCalled() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            add(i, new Reason("OUT_OF_RANGE", "c" + i, "v".repeat(10_000), "m".repeat(10_000)));
        }
        commit();
        assertThat(summary().path("violations")).hasSize(ImportSummary.MAX_KINDS);
        assertThat(summary().path("other_violations").asLong()).isEqualTo(1_000 - ImportSummary.MAX_KINDS);
        assertThat(fileSystem.length(PATH).orElseThrow()).isLessThan(200_000);
    }

    @Test
    void manyImportsAreKeptApartAndNotAllRemembered() throws IOException {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 700; i++) {
                add("a", importId(i), round * 1_000L + i, RANGE);
            }
            commit();
        }
        for (int i = 0; i < 700; i++) {
            String path = "tenant=a/_imports/d/" + importId(i) + "/t+0_summary.json";
            assertThat(read(path).path("records").asLong()).isEqualTo(2);
        }
    }

    @Test
    void importsWithoutAValidOwnerHaveNone() throws IOException {
        add("../x", Envelopes.IMPORT, 0, RANGE);
        add("a", "../../etc", 1, RANGE);
        add("a", null, 2, RANGE);
        assertThat(summaries.finish()).isEmpty();
    }

    private static String importId(int i) {
        String digits = Integer.toHexString(i);
        return "0".repeat(20 - digits.length()) + digits;
    }

    private void add(long offset, Reason... reasons) throws IOException {
        add("a", Envelopes.IMPORT, offset, reasons);
    }

    private void add(String tenant, String importId, long offset, Reason... reasons) throws IOException {
        Envelope envelope = Envelopes.rejection(tenant, "d", importId, offset, 0L, reasons);
        Slot slot = TEMPLATE.slot(envelope);
        summaries.add(slot, envelope);
    }

    private void commit() throws IOException {
        List<Move> moves = summaries.finish();
        for (Move move : moves) {
            assertThat(move.replaces()).isTrue();
            fileSystem.makeDirectory(Layout.parent(move.archived()));
            fileSystem.replace(move.temporary(), move.archived());
        }
    }

    private Summaries open(String writer) {
        try {
            fileSystem.makeDirectory(LAYOUT.temporary(writer));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new Summaries.Kept(
                fileSystem,
                new PartSettings(null, TEMPLATE, null, Together.ONE_BY_ONE, true),
                LAYOUT,
                writer,
                overflowing::contains);
    }

    private JsonNode summary() throws IOException {
        return read(PATH);
    }

    private JsonNode read(String path) throws IOException {
        try (InputStream in = fileSystem.open(path)) {
            return new ObjectMapper().readTree(in);
        }
    }
}
