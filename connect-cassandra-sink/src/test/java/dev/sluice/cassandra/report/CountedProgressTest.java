package dev.sluice.cassandra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.progress.FakeProgress;
import dev.sluice.cassandra.progress.ImportState;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CountedProgressTest {
    private static final ImportContext CONTEXT =
            new ImportContext(DatasetId.of("t", "d"), "0123456789abcdef0123", "tab", 1, 1_000_000);

    private final TaskNumbers numbers = new TaskNumbers();
    private boolean isAway;
    private final FakeProgress store = new FakeProgress(new FakeProgress.World() {
        @Override
        public <T> CompletionStage<T> later(Supplier<T> effect) {
            return isAway
                    ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                    : CompletableFuture.completedFuture(effect.get());
        }

        @Override
        public <T> T now(Supplier<T> effect) {
            return effect.get();
        }
    });
    private final CountedProgress progress = new CountedProgress(store, numbers);

    private Map<String, Long> imports() {
        return numbers.gauges().entrySet().stream()
                .filter(entry -> entry.getKey().name().startsWith("imports-"))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name(),
                        entry -> entry.getValue().getAsLong()));
    }

    private CompletionStage<?> conclude(ImportState state, long missing) {
        return progress.conclude(CONTEXT, new Judgement(state, 1, 0, missing), Instant.EPOCH);
    }

    @Test
    void judgementsAreCountedOnceTheyAreWritten() {
        assertThat(imports())
                .isEqualTo(Map.of(
                        "imports-completed-total", 0L, "imports-incomplete-total", 0L, "imports-failed-total", 0L));
        assertThat(conclude(ImportState.INCOMPLETE, 1)).isCompleted();
        assertThat(conclude(ImportState.COMPLETED, 0)).isCompleted();
        assertThat(imports())
                .isEqualTo(Map.of(
                        "imports-completed-total", 1L, "imports-incomplete-total", 1L, "imports-failed-total", 0L));
        assertThat(store.judgement(CONTEXT)).contains(new Judgement(ImportState.COMPLETED, 1, 0, 0));
    }

    @Test
    void whatIsNotWrittenIsNotCounted() {
        isAway = true;
        assertThat(conclude(ImportState.FAILED, 0).toCompletableFuture()).isCompletedExceptionally();
        assertThat(imports()).containsEntry("imports-failed-total", 0L);
    }
}
