package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.admit.AtOnce;
import dev.sluice.portal.admit.Caller;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.follow.Follower;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.watch.Lag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /tenant/{tenant}/events}: the tenant's whole status as a server-sent event, at first and whenever it has changed. All of it
 * each time, so that a listener who missed one, or begins anew, misses nothing. One thread looks and sends to all; a listener who is
 * slow gets the next status after he has taken the last, and holds up nobody.
 */
final class Events implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Events.class);
    private static final int SHOWN = 50;
    private static final long TICK_MILLIS = 1_000;

    private final Follower follower;
    private final Supplier<Tokens> tokens;
    private final AtOnce atOnce;
    private final InstantSource clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "events");
        thread.setDaemon(true);
        return thread;
    });

    private Future<?> ticking = CompletableFuture.completedFuture(null);

    Events(Follower follower, Supplier<Tokens> tokens, AtOnce atOnce, InstantSource clock) {
        this.follower = follower;
        this.tokens = tokens;
        this.atOnce = atOnce;
        this.clock = clock;
    }

    void start() {
        ticking = ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to tell. */
    void listen(Exchange exchange) throws IOException {
        Tenant tenant = exchange.tenant();
        AtOnce.Place place = atOnce.enter(tenant.name()).orElseThrow(() -> Problem.tooManyAtOnce("streams of events"));
        String authorization = exchange.header("Authorization").orElse("");
        Response response = exchange.takeOver();
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        // Proxies are not to collect what is meant to arrive at once.
        response.getHeaders().put("X-Accel-Buffering", "no");
        Listener listener = new Listener(tenant, authorization, response, exchange.callback(), place);
        listeners.add(listener);
        ticker.execute(() -> guarded(() -> tell(List.of(listener))));
    }

    private void tick() {
        guarded(() -> tell(listeners));
    }

    /** What an executor is given must not throw, or it is never run again. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("events could not be told; tried again with the next change, see the stack trace", e);
        }
    }

    private void tell(List<Listener> some) {
        Map<Tenant, byte[]> statuses = new HashMap<>();
        Tokens current = tokens.get();
        for (Listener listener : some) {
            boolean isLetIn = current.caller(listener.authorization())
                    .filter(caller -> caller.maySee(listener.tenant()))
                    .map(Caller::name)
                    .isPresent();
            if (!isLetIn) {
                // The token was taken back meanwhile.
                listener.end();
            } else if (listener.isOpen()) {
                listener.tell(statuses.computeIfAbsent(listener.tenant(), this::status), clock.millis());
            }
        }
        listeners.removeIf(listener -> !listener.isOpen());
    }

    private byte[] status(Tenant tenant) {
        ObjectNode status = Views.object();
        try {
            Follower.Files files = follower.files(tenant, SHOWN);
            status.set("waiting", Views.of(files.waiting()));
            status.set("lag", Views.of(Lag.of(files.waiting(), files.outcomes())));
            status.set(
                    "imports",
                    Views.outcomes(files.outcomes().stream().limit(SHOWN).toList(), clock.instant()));
            status.set(
                    "definitions",
                    Views.reports(files.reports().stream()
                            .filter(report -> report.isOfDefinition())
                            .limit(SHOWN)
                            .toList()));
            status.putNull("trouble");
        } catch (ImportStore.UnavailableException e) {
            status.put("trouble", e.getMessage());
        } catch (IOException e) {
            status.put(
                    "trouble",
                    "The tenant's folder cannot be read at the moment. Try again soon, or tell your operator.");
        }
        byte[] json = Exchange.bytes(status);
        return ("event: status\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ticking.cancel(true);
        ticker.shutdownNow();
        listeners.forEach(Listener::end);
    }
}
