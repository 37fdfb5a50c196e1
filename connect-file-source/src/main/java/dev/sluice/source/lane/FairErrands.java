package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link Errands} on a few threads per place; tenants take turns, so that one's thousand errands do not delay another's one. */
public final class FairErrands implements Errands, AutoCloseable {
    private static final int IDLE_SECONDS = 30;
    /** The Registry's client may be used by several threads; what reads Connect's offsets may not. */
    private static final Map<To, Integer> THREADS = Map.of(To.REGISTRY, 2, To.KAFKA, 1, To.DISK, 1);

    private static final class Desk {
        private final Map<Tenant, Deque<Runnable>> waiting = new LinkedHashMap<>();
        private final ThreadPoolExecutor executor;

        Desk(ThreadPoolExecutor executor) {
            this.executor = executor;
        }

        void add(Tenant tenant, Runnable errand) {
            synchronized (waiting) {
                waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(errand);
            }
            executor.execute(() -> take().run());
        }

        private Runnable take() {
            synchronized (waiting) {
                Iterator<Map.Entry<Tenant, Deque<Runnable>>> all =
                        waiting.entrySet().iterator();
                Map.Entry<Tenant, Deque<Runnable>> first = all.next();
                all.remove();
                Runnable errand = first.getValue().remove();
                if (!first.getValue().isEmpty()) {
                    waiting.put(first.getKey(), first.getValue());
                }
                return errand;
            }
        }
    }

    private final Map<To, Desk> desks = new EnumMap<>(To.class);

    /** @param name begins the threads' names */
    public FairErrands(String name) {
        for (To to : To.values()) {
            int threads = THREADS.get(to);
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), run -> {
                        Thread thread = new Thread(run, name + "-" + to);
                        thread.setDaemon(true);
                        return thread;
                    });
            executor.allowCoreThreadTimeOut(true);
            desks.put(to, new Desk(executor));
        }
    }

    @Override
    public void send(To to, Tenant tenant, Runnable errand) {
        desks.get(to).add(tenant, errand);
    }

    /** Interrupts what is under way and forgets the rest. */
    @Override
    public void close() {
        desks.values().forEach(desk -> desk.executor.shutdownNow());
    }
}
