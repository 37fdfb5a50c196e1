package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import dev.sluice.source.lane.Errands.To;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairErrandsTest {
    private static final Tenant ACME = new Tenant("acme");
    private static final Tenant ZETA = new Tenant("zeta");

    private final FairErrands errands = new FairErrands("test");
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void close() {
        errands.close();
    }

    private void send(To to, Tenant tenant, String name) {
        errands.send(to, tenant, () -> done.add(name));
    }

    private void block(To to, CountDownLatch begun) {
        errands.send(to, ACME, () -> {
            begun.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private String next() throws InterruptedException {
        return done.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void tenantsTakeTurns() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        block(To.KAFKA, begun);
        begun.await();
        for (int i = 1; i <= 3; i++) {
            send(To.KAFKA, ACME, "acme" + i);
        }
        send(To.KAFKA, ZETA, "zeta1");
        answer.countDown();
        assertThat(List.of(next(), next(), next(), next())).containsExactly("acme1", "zeta1", "acme2", "acme3");
    }

    @Test
    void onePlacesTroubleHoldsUpNoErrandToAnother() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        block(To.REGISTRY, begun);
        block(To.REGISTRY, begun);
        begun.await();
        send(To.REGISTRY, ZETA, "registry");
        send(To.KAFKA, ZETA, "kafka");
        send(To.DISK, ZETA, "disk");
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("kafka", "disk");
        assertThat(done).isEmpty();
        answer.countDown();
        assertThat(next()).isEqualTo("registry");
    }
}
