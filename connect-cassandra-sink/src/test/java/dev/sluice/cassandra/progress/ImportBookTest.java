package dev.sluice.cassandra.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Several tasks of the source read one file: ranges interleave in a partition. */
class ImportBookTest {
    private static final ImportContext CONTEXT =
            new ImportContext(DatasetId.of("t", "d"), "0123456789abcdef0123", "tab", 1, 1_000_000);
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final long BLOCK = RowPosition.BLOCK_ROWS;

    private final FakeProgress progress = new FakeProgress(new FakeProgress.World() {
        @Override
        public <T> CompletionStage<T> later(Supplier<T> effect) {
            return CompletableFuture.completedFuture(effect.get());
        }

        @Override
        public <T> T now(Supplier<T> effect) {
            return effect.get();
        }
    });
    private final ImportBook book = new ImportBook(progress, new ImportBook.Choices(0, Duration.ZERO));
    private long offset;

    private void row(long ordinal) {
        RowPosition position = new RowPosition(ordinal, ordinal, ordinal * 10, 10);
        StreamId id = new StreamId(PARTITION, "", position.block());
        book.open(id, CONTEXT);
        book.row(id, CONTEXT, position, offset++).passed(null);
    }

    private void end() {
        StreamId id = StreamId.of(PARTITION);
        book.open(id, CONTEXT);
        book.event(id, CONTEXT, new ImportEnded(CONTEXT, Instant.EPOCH, "f", 1, 6, 6, 0, ""), offset++)
                .passed(null);
    }

    private long counted() {
        return book.lanes().stream()
                .flatMap(lane -> lane.streams().stream())
                .mapToLong(stream -> stream.state().rows())
                .sum();
    }

    @Test
    void rowsOfInterleavedRangesCountOnceEach() {
        for (long ordinal :
                new long[] {1, BLOCK + 1, 2, 2 * BLOCK + 7, BLOCK + 2, BLOCK + 2, 1, 3, BLOCK + 1, 2 * BLOCK + 7}) {
            row(ordinal);
        }
        assertThat(counted()).isEqualTo(6);
    }

    @Test
    void aRowBehindTheEndIsJudgedWhicheverItsBlock() {
        row(1);
        row(BLOCK + 1);
        assertThat(book.takeToJudge()).isEmpty();
        end();
        assertThat(book.takeToJudge()).containsExactly(CONTEXT);
        row(BLOCK + 2);
        assertThat(book.takeToJudge()).containsExactly(CONTEXT);
    }

    /** Else a stream would go on with a frame that nobody tells of the end. */
    @Test
    void aStreamThatOthersNeedIsNotForgotten() {
        row(1);
        row(BLOCK + 1);
        Lane lane = book.lanes().iterator().next();
        lane.streams().forEach(Stream::saving);
        lane.saved();
        StreamId second = new StreamId(PARTITION, "", 1);
        lane.find(CONTEXT, second).expect();
        lane.forgetIdleStreams();
        assertThat(lane.streams()).extracting(Stream::id).containsExactlyInAnyOrder(StreamId.of(PARTITION), second);
        end();
        assertThat(lane.find(CONTEXT, second).frame().seen()).isEqualTo(Seen.END);
        lane.find(CONTEXT, second).count(BLOCK + 1, 1, 1);
        lane.streams().forEach(Stream::saving);
        lane.saved();
        lane.forgetIdleStreams();
        assertThat(lane.streams()).isEmpty();
    }
}
