package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Reads all pages of an answer without blocking. */
final class Pages {
    private Pages() {}

    static <T> CompletionStage<List<T>> all(AsyncResultSet page, Function<Row, T> reading) {
        List<T> found = new ArrayList<>();
        page.currentPage().forEach(row -> found.add(reading.apply(row)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> all(next, reading)).thenApply(rest -> {
                    found.addAll(rest);
                    return found;
                })
                : CompletableFuture.completedFuture(found);
    }
}
