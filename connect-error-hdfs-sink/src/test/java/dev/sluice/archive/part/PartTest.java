package dev.sluice.archive.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.Envelopes;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a part takes of the file system and of the heap. */
class PartTest {
    private static final Layout LAYOUT = new Layout("t", 0);
    private static final int MAX_OPEN = 3;

    private final MemoryDisk disk = new MemoryDisk();
    private final OpenFiles openFiles = new OpenFiles();
    private final ErrorFileSystem fileSystem = new FaultyFileSystem(disk.client(), openFiles);
    private final Budget budget = new Budget(MAX_OPEN, 1_000_000);
    private final Part part = new Part(
            fileSystem,
            new PartSettings(
                    new FileFormat.Avro(FileFormat.AvroCodec.NULL),
                    Template.parse(Template.DEFAULT),
                    budget,
                    Together.ONE_BY_ONE,
                    false),
            LAYOUT,
            "w",
            Summaries.NONE);

    PartTest() throws IOException {
        fileSystem.makeDirectory(LAYOUT.temporary("w"));
    }

    @Test
    void rowsOfAThousandTenantsWaitInMemoryAndAreWrittenOneFileAtATime() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            part.append(Envelopes.rejection("tenant_" + i % 1_000, i), 0);
        }
        assertThat(openFiles.created).isZero();
        assertThat(budget.openFiles()).isZero();
        assertThat(budget.bufferedBytes()).isEqualTo(part.bufferedBytes()).isBetween(500_000L, 4_000_000L);
        assertThat(budget.isExceeded()).isTrue();
        List<Move> moves = part.finish();
        assertThat(moves)
                .hasSize(1_000)
                .allSatisfy(move -> assertThat(move.records()).isEqualTo(5));
        assertThat(openFiles.most).isEqualTo(1);
        assertThat(budget.openFiles()).isZero();
        assertThat(budget.bufferedBytes()).isZero();
    }

    @Test
    void onlySoManyFilesAreStreams() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            part.append(Envelopes.rejection("tenant_" + i % 5, i), 0);
        }
        assertThat(openFiles.most).isEqualTo(MAX_OPEN);
        assertThat(budget.openFiles()).isEqualTo(MAX_OPEN);
        assertThat(part.finish()).hasSize(5);
        assertThat(openFiles.most).isLessThanOrEqualTo(MAX_OPEN + 1);
        assertThat(budget.openFiles()).isZero();
    }

    @Test
    void whatIsDiscardedGivesItsBudgetBack() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            part.append(Envelopes.rejection("tenant_" + i % 2, i), 0);
        }
        assertThat(budget.openFiles()).isEqualTo(2);
        part.append(Envelopes.rejection("other", 3_000), 0);
        part.discard();
        assertThat(budget.openFiles()).isZero();
        assertThat(budget.bufferedBytes()).isZero();
    }

    @Test
    void theOldestRowOfEachTenantIsKnown() throws IOException {
        part.append(Envelopes.rejection("a", "d", null, 1, 100L), 0);
        part.append(Envelopes.rejection("b", "d", null, 2, 200L), 0);
        part.append(Envelopes.rejection("a", "d", null, 3, 300L), 0);
        StringBuilder seen = new StringBuilder();
        part.tenants()
                .forEach((tenant, time) -> seen.append(tenant).append(time).append(' '));
        assertThat(seen.toString().split(" ")).containsExactlyInAnyOrder("a100", "b200");
    }

    private static final class OpenFiles implements FaultyFileSystem.Gate {
        private int created;
        private int open;
        private int most;

        @Override
        public void before(String call) {}

        @Override
        public void after(String call) {
            if (call.startsWith("create ")) {
                created++;
                most = Math.max(most, ++open);
            } else if (call.startsWith("close ")) {
                open--;
            }
        }
    }
}
