package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import dev.sluice.cassandra.bind.Row;
import dev.sluice.cassandra.bind.Rows;
import dev.sluice.cassandra.write.Completions;
import dev.sluice.cassandra.write.RowWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A Cassandra that answers in any order, fails in every way, and resolves by write timestamp. Time is its own: it goes by while
 * somebody waits, and in waiting it answers.
 */
final class FakeRows implements RowWriter {
    static final String POISON = "poison";

    private record Request(List<Row> rows, CompletableFuture<Object> answer) {}

    private record Cell(long timestamp, String value) {}

    private final Random random;
    private final List<Runnable> requests = new ArrayList<>();
    private final Map<String, Cell> cells = new HashMap<>();
    private boolean isHealthy;
    private long millis;

    FakeRows(Random random) {
        this.random = random;
    }

    long millis() {
        return millis;
    }

    void heal() {
        isHealthy = true;
    }

    @Override
    public CompletionStage<?> write(List<Row> rows) {
        if (!isHealthy && random.nextInt(40) == 0) {
            throw new NoNodeAvailableException();
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        requests.add(() -> answer(new Request(rows, answer)));
        return answer;
    }

    /** A statement that is executed sooner or later, fails before or after its effect, or is not even sent. */
    <T> CompletionStage<T> execute(Supplier<T> effect) {
        if (!isHealthy && random.nextInt(40) == 0) {
            throw new NoNodeAvailableException();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        requests.add(() -> {
            int fate = isHealthy ? 0 : random.nextInt(20);
            T result = fate == 19 ? null : effect.get();
            if (fate > 17) {
                answer.completeExceptionally(new DriverTimeoutException("answer lost"));
            } else {
                answer.complete(result);
            }
        });
        return answer;
    }

    /** A statement whose answer is waited for. */
    <T> T executeNow(Supplier<T> effect) {
        if (!isHealthy && random.nextInt(10) == 0) {
            throw new NoNodeAvailableException();
        }
        return effect.get();
    }

    /** Time goes by, requests are answered in any order; also those of a task that is dead. */
    void pass(long duration) {
        millis += duration;
        int answers = isHealthy ? requests.size() : random.nextInt(requests.size() + 1);
        for (int i = 0; i < answers; i++) {
            // An answer may make a new request.
            requests.remove(random.nextInt(requests.size())).run();
        }
    }

    private void answer(Request request) {
        if (request.rows().stream().anyMatch(row -> value(row).startsWith(POISON))) {
            request.answer().completeExceptionally(new InvalidQueryException(null, "poison"));
            return;
        }
        int fate = isHealthy ? 0 : random.nextInt(10);
        if (fate != 9) {
            // Fates 7 and 8: written, but the answer is lost.
            request.rows().forEach(this::apply);
        }
        switch (fate) {
            case 7 -> request.answer().completeExceptionally(new DriverTimeoutException("answer lost"));
            case 8 -> request.answer().completeExceptionally(new ServerError(null, "half done"));
            case 9 -> request.answer().completeExceptionally(new OverloadedException(null));
            default -> request.answer().complete("written");
        }
    }

    private void apply(Row row) {
        Cell cell = new Cell(row.writeTimestamp(), value(row));
        cells.merge(key(row), cell, (before, now) -> now.timestamp() > before.timestamp() ? now : before);
    }

    Completions newCompletions() {
        Deque<Runnable> queue = new ArrayDeque<>();
        return new Completions() {
            @Override
            public void add(Runnable completion) {
                queue.add(completion);
            }

            @Override
            public Runnable poll() {
                return queue.poll();
            }

            @Override
            public Runnable await(long wait, int enough) {
                if (queue.isEmpty() && wait > 0) {
                    pass(Math.min(wait, 1 + random.nextInt(10)));
                }
                return queue.poll();
            }
        };
    }

    /** The write timestamp of a key, or -1. */
    long timestamp(String key) {
        return cells.getOrDefault(key, new Cell(-1, "")).timestamp();
    }

    Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        cells.forEach((key, cell) -> table.put(key, cell.value()));
        return table;
    }

    private static String key(Row row) {
        return row.cell(0).getInt(row.cell(0).position()) + "/"
                + row.cell(1).getInt(row.cell(1).position());
    }

    private static String value(Row row) {
        return Rows.text(row.cell(2));
    }
}
