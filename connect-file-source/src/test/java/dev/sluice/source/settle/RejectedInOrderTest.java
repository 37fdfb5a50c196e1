package dev.sluice.source.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.split.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedInOrderTest {
    @TempDir(factory = Scratch.class)
    Path directory;

    private static RowPosition row(long ordinal) {
        return new RowPosition(ordinal, ordinal + 1, 10 * ordinal, 9);
    }

    private static AckLedger.Progress progress(List<RowPosition> rows, boolean mark) {
        return new AckLedger.Progress(rows, mark ? Optional.of(new Position(7, 7, 7)) : Optional.empty());
    }

    private List<Long> read(Path file, int piece) throws IOException {
        List<Long> ordinals = new ArrayList<>();
        try (RejectedInOrder rows = RejectedInOrder.open(file, RejectedRows.scratch(file), piece)) {
            for (Optional<RowPosition> next = rows.next(); next.isPresent(); next = rows.next()) {
                assertThat(next.get()).isEqualTo(row(next.get().ordinal()));
                ordinals.add(next.get().ordinal());
            }
        }
        assertThat(RejectedRows.scratch(file)).doesNotExist();
        return ordinals;
    }

    @Test
    void eachRowComesOnceAndInOrder() {
        Seeds.first(300).forEach(seed -> {
            Random random = new Random(seed);
            Path file = directory.resolve("r" + seed);
            TreeSet<Long> expected = new TreeSet<>();
            try (RejectedRows rows = RejectedRows.open(file)) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    List<RowPosition> some = new ArrayList<>();
                    for (int j = random.nextInt(4); j > 0; j--) {
                        some.add(row(1 + random.nextInt(60)));
                    }
                    some.forEach(row -> expected.add(row.ordinal()));
                    rows.add(progress(some, random.nextBoolean()));
                }
                assertThat(read(file, 1 + random.nextInt(9)))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(expected);
                Files.write(file, new byte[random.nextInt(32)], java.nio.file.StandardOpenOption.APPEND);
                assertThat(read(file, RejectedInOrder.PIECE))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void aMillionRowsAreSortedInPieces() throws IOException {
        Path file = directory.resolve("million");
        try (RejectedRows rows = RejectedRows.open(file)) {
            for (long from = 1_000_000; from > 0; from -= 1000) {
                List<RowPosition> some = new ArrayList<>();
                for (long ordinal = from; ordinal > from - 1000; ordinal--) {
                    some.add(row(ordinal));
                }
                rows.add(progress(some, false));
            }
        }
        try (RejectedInOrder rows = RejectedInOrder.open(file, RejectedRows.scratch(file))) {
            for (long ordinal = 1; ordinal <= 1_000_000; ordinal++) {
                assertThat(rows.next().orElseThrow().ordinal()).isEqualTo(ordinal);
            }
            assertThat(rows.next()).isEmpty();
        }
    }

    @Test
    void whatTwoTasksHaveNotedIsCountedOnce() throws IOException {
        Path file = directory.resolve("zombie");
        try (RejectedRows one = RejectedRows.open(file);
                RejectedRows other = RejectedRows.open(file)) {
            one.add(progress(List.of(row(2), row(5)), false));
            other.add(progress(List.of(row(2)), false));
            one.add(new AckLedger.Progress(List.of(), Optional.of(new Position(60, 7, 6))));
        }
        assertThat(RejectedRows.resume(file, new Position(60, 7, 6)).rejectedBefore())
                .isEqualTo(2);
    }
}
