package dev.sluice.archive.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorOutput;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Together;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who may commit, and what becomes of what was committed. */
class ClaimTest {
    private static final Layout LAYOUT = new Layout("errors", 3);
    private static final String FINAL = "tenant=a/dataset=b/dt=2026-01-01/f.avro";

    private static final Template TEMPLATE = Template.parse(Template.DEFAULT);

    private final MemoryDisk disk = new MemoryDisk();
    private final ErrorFileSystem fileSystem = disk.client();

    @Test
    void aNewTopicPartitionHasNoPosition() throws IOException {
        assertThat(Claim.take(fileSystem, LAYOUT, "one", open()).recover()).isEmpty();
    }

    @Test
    void theSuccessorFinishesWhatWasCommittedButNotRenamed() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        one.recover();
        one.commit(manifest("one", 10, 20));
        assertThat(fileSystem.length(FINAL)).isEmpty();
        Claim two = Claim.take(fileSystem, LAYOUT, "two", open());
        assertThat(two.recover())
                .hasValueSatisfying(last -> assertThat(last.next()).isEqualTo(20));
        assertThat(fileSystem.length(FINAL)).isEqualTo(OptionalLong.of(5));
        assertThat(fileSystem.list(LAYOUT.temporaries()))
                .extracting(ErrorFileSystem.Entry::name)
                .containsExactly("two");
    }

    @Test
    void aFencedWriterCannotCommit() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        Manifest manifest = manifest("one", 10, 20);
        Claim.take(fileSystem, LAYOUT, "two", open());
        assertThatThrownBy(() -> one.commit(manifest)).isInstanceOf(IOException.class);
        assertThat(fileSystem.list(LAYOUT.manifests())).isEmpty();
    }

    @Test
    void aFencedWriterCannotCommitAtASupersededPosition() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        Manifest late = manifest("one", 10, 20);
        Claim two = Claim.take(fileSystem, LAYOUT, "two", open());
        two.recover();
        two.commit(manifest("two", 10, 15));
        two.commit(manifest("two", 15, 30));
        fileSystem.delete(LAYOUT.manifest(10));
        assertThatThrownBy(() -> one.commit(late)).isInstanceOf(IOException.class);
    }

    @Test
    void ofTwoWritersAtOnePositionOneWins() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        one.commit(manifest("one", 10, 20));
        fileSystem.makeDirectory(LAYOUT.claim("two"));
        assertThatThrownBy(() -> one.commit(manifest("one", 10, 25))).isInstanceOf(IOException.class);
        assertThat(Manifest.read(fileSystem, LAYOUT.manifest(10)).next()).isEqualTo(20);
    }

    /** A successor takes over and commits while a late one looks who else there is; the late one then clears away. */
    @Test
    void aLateTakeoverDeletesNoCommittedFile() throws IOException {
        List<String> moments =
                List.of("list " + LAYOUT.temporaries(), "list " + LAYOUT.claims(), "list " + LAYOUT.manifests());
        for (int take = 0; take < moments.size(); take++) {
            for (int commit = take; commit < moments.size(); commit++) {
                MemoryDisk fresh = new MemoryDisk();
                Successor successor = new Successor(fresh.client(), moments.get(take), moments.get(commit));
                Claim.take(new FaultyFileSystem(fresh.client(), successor), LAYOUT, "late", open())
                        .recover();
                Claim.take(fresh.client(), LAYOUT, "last", open()).recover();
                assertThat(fresh.client().length(FINAL).isPresent())
                        .as("taken over after '%s', committed after '%s'", moments.get(take), moments.get(commit))
                        .isEqualTo(successor.committed);
            }
        }
    }

    @Test
    void oldManifestsAreCleared() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        one.commit(new Manifest("errors", 3, 1, 2, "one", List.of()));
        one.commit(new Manifest("errors", 3, 2, 9, "one", List.of()));
        assertThat(Claim.take(fileSystem, LAYOUT, "two", open()).recover())
                .hasValueSatisfying(last -> assertThat(last.next()).isEqualTo(9));
        assertThat(fileSystem.list(LAYOUT.manifests())).hasSize(1);
    }

    @Test
    void aForeignFileInTheWayIsNotTouched() throws IOException {
        fileSystem.makeDirectory(Layout.parent(FINAL));
        try (ErrorOutput out = fileSystem.create(FINAL)) {
            out.write(new byte[77]);
        }
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        one.commit(manifest("one", 10, 20));
        Claim two = Claim.take(fileSystem, LAYOUT, "two", open());
        two.recover();
        assertThat(two.diverted()).isEqualTo(1);
        assertThat(fileSystem.length(FINAL)).isEqualTo(OptionalLong.of(77));
        assertThat(fileSystem.length(Layout.overflow(FINAL))).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void theSameFileInTheWayIsTheFile() throws IOException {
        Claim one = Claim.take(fileSystem, LAYOUT, "one", open());
        one.commit(manifest("one", 10, 20));
        fileSystem.makeDirectory(Layout.parent(FINAL));
        write(fileSystem, FINAL);
        Claim.take(fileSystem, LAYOUT, "two", open()).recover();
        assertThat(fileSystem.list(LAYOUT.temporaries())).hasSize(1);
        assertThat(fileSystem.length(FINAL)).isPresent();
    }

    @Test
    void manifestsOfANewerSluiceAreNotGuessedAt() {
        assertThatThrownBy(() -> Manifest.parse(
                        "{\"version\":2,\"topic\":\"t\",\"partition\":0,\"position\":1,\"next\":2,\"writer\":\"w\",\"files\":[]}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("newer Sluice");
    }

    @Test
    void manifestsSurviveTheDisk() throws IOException {
        Manifest manifest = new Manifest("errors", 3, 10, 20, "w", List.of(new Move("a/b", "c/d", 1, 2, true)));
        assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
    }

    private Manifest manifest(String writer, long position, long next) throws IOException {
        write(fileSystem, LAYOUT.temporaryFile(writer, position, "avro"));
        return new Manifest("errors", 3, position, next, writer, List.of(move(writer, position)));
    }

    private static Move move(String writer, long offset) {
        return new Move(LAYOUT.temporaryFile(writer, offset, "avro"), FINAL, 5, 1, false);
    }

    private static Destinations open() {
        return new Destinations(
                new Directories(new Tenancy(TEMPLATE, Access.UNCHANGED)),
                new Overflow(TEMPLATE, 1_000, () -> 0),
                Together.ONE_BY_ONE);
    }

    private static void write(ErrorFileSystem fileSystem, String path) throws IOException {
        try (ErrorOutput out = fileSystem.create(path)) {
            out.write(new byte[5]);
        }
    }

    /** Acts after certain calls of another. */
    private static final class Successor implements FaultyFileSystem.Gate {
        private final ErrorFileSystem fileSystem;
        private final String takeAfter;
        private final String commitAfter;
        private Claim claim;
        private boolean tried;
        private boolean committed;

        Successor(ErrorFileSystem fileSystem, String takeAfter, String commitAfter) {
            this.fileSystem = fileSystem;
            this.takeAfter = takeAfter;
            this.commitAfter = commitAfter;
        }

        @Override
        public void before(String call) {}

        @Override
        public void after(String call) throws IOException {
            if (claim == null && call.equals(takeAfter)) {
                claim = Claim.take(fileSystem, LAYOUT, "successor", open());
                claim.recover();
                write(fileSystem, LAYOUT.temporaryFile("successor", 10, "avro"));
            }
            if (!tried && claim != null && call.equals(commitAfter)) {
                tried = true;
                try {
                    claim.commit(new Manifest("errors", 3, 10, 20, "successor", List.of(move("successor", 10))));
                    committed = true;
                } catch (IOException e) {
                    // Fenced by the late one, which is fair.
                    committed = false;
                }
            }
        }
    }
}
