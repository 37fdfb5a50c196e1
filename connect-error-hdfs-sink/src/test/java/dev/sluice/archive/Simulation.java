package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.report.ArchiveReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.TopicPartition;

/**
 * Some workers on one topic and one file system, in threads of which exactly one runs at a time: before and after each call to the
 * file system another may be chosen, so that any interleaving of their steps can happen, and the same seed gives the same run.
 */
final class Simulation {
    /** A client of the file system under test, as a process would have it. */
    interface Disk {
        ErrorFileSystem client() throws IOException;

        /** The client's process was killed. */
        void crash(ErrorFileSystem client, Random random);
    }

    private final Disk disk;
    private final Random random;
    private final Map<String, String> props;
    private final SimulatedTopic topic;
    private final SimulatedGroup group = new SimulatedGroup();
    private final List<Host> hosts = new ArrayList<>();
    private final Semaphore stage = new Semaphore(0);
    private long now;
    private long ids;
    private boolean faults = true;
    private boolean away;
    int crashes;

    Simulation(Disk disk, Random random, Map<String, String> props, int partitions) {
        this.disk = disk;
        this.random = random;
        this.props = props;
        this.topic = new SimulatedTopic(partitions, random);
    }

    /** Everything at random for some turns, then calm until all is archived. */
    void run(int turns) throws Exception {
        try {
            for (int turn = 0; turn < turns; turn++) {
                step();
                if (random.nextInt(20) == 0) {
                    checkCommitted();
                }
            }
            calmDown();
        } finally {
            for (Host host : hosts) {
                host.thread.interrupt();
            }
        }
    }

    private void step() throws Exception {
        now += random.nextInt(30);
        hosts.removeIf(host -> host.dead);
        while (hosts.size() < 3) {
            hosts.add(new Host());
        }
        if (random.nextInt(4) == 0) {
            topic.produce(topic.partitions.get(random.nextInt(topic.partitions.size())));
        }
        if (random.nextInt(40) == 0) {
            rebalance();
        }
        if (random.nextInt(400) == 0) {
            away = !away;
        }
        hosts.get(random.nextInt(hosts.size())).turn();
    }

    private void rebalance() {
        for (TopicPartition partition : topic.partitions) {
            if (random.nextInt(3) == 0) {
                group.owners.put(partition, hosts.get(random.nextInt(hosts.size())).worker);
            }
        }
        hosts.forEach(host -> host.deaf = random.nextInt(3) == 0 ? random.nextInt(6) : 0);
    }

    private void calmDown() throws Exception {
        faults = false;
        away = false;
        hosts.removeIf(host -> host.dead);
        if (hosts.isEmpty()) {
            hosts.add(new Host());
        }
        int next = 0;
        for (TopicPartition partition : topic.partitions) {
            group.owners.put(partition, hosts.get(next++ % hosts.size()).worker);
        }
        for (int turn = 0; !isDone(); turn++) {
            assertThat(turn).as("turns until all is archived").isLessThan(100_000);
            now += 50;
            for (Host host : hosts) {
                host.deaf = 0;
                host.turn();
            }
        }
        checkCommitted();
        checkMemory();
    }

    private boolean isDone() {
        return topic.partitions.stream()
                .allMatch(partition -> group.committed.getOrDefault(partition, 0L) == topic.end(partition));
    }

    /** Whatever Kafka was told is archived, and nothing is archived twice. */
    private void checkCommitted() throws IOException {
        List<String> archived = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(disk.client());
        reader.read(
                null,
                envelope -> archived.add(
                        envelope.origin().topic() + "-" + envelope.origin().partition() + "@"
                                + envelope.origin().offset()));
        assertThat(archived).doesNotHaveDuplicates();
        for (TopicPartition partition : topic.partitions) {
            assertThat(archived).containsAll(topic.archivable(partition, group.committed.getOrDefault(partition, 0L)));
        }
    }

    /** The archive's own memory stays small: one or two manifests, and nothing of any writer once another has come and gone. */
    private void checkMemory() throws Exception {
        stopAll();
        Host last = new Host();
        hosts.add(last);
        topic.partitions.forEach(partition -> group.owners.put(partition, last.worker));
        for (int turn = 0; turn < 1_000; turn++) {
            last.turn();
        }
        stopAll();
        ErrorFileSystem client = disk.client();
        for (TopicPartition partition : topic.partitions) {
            String directory = "/" + partition.topic() + "/" + partition.partition();
            assertThat(client.list(".sluice/commit" + directory)).hasSizeLessThanOrEqualTo(2);
            assertThat(client.list(".sluice/writers" + directory)).isEmpty();
            assertThat(client.list(".sluice/tmp" + directory)).isEmpty();
        }
    }

    private void stopAll() throws Exception {
        for (Host host : hosts) {
            host.stopping = true;
            while (!host.dead) {
                host.turn();
            }
        }
    }

    /** One worker process, in its own thread. */
    private final class Host implements FaultyFileSystem.Gate {
        private final SimulatedWorker worker;
        private final ErrorFileSystem client;
        private final Semaphore baton = new Semaphore(0);
        private final Thread thread;
        /** Turns for which it does not hear of rebalances. */
        private int deaf;

        private boolean stopping;
        private boolean dead;
        private Throwable failure;

        Host() throws IOException {
            client = disk.client();
            ErrorHdfsSinkTask task = new ErrorHdfsSinkTask(
                    settings -> new FaultyFileSystem(client, this), () -> "writer-" + ++ids, () -> now);
            worker = new SimulatedWorker(task, topic, group, random);
            thread = new Thread(this::live, "simulated-worker");
            thread.setDaemon(true);
            thread.start();
        }

        /** Lets it run until it comes to its next call, or to the end of its iteration. */
        void turn() throws Exception {
            if (dead) {
                return;
            }
            baton.release();
            stage.acquire();
            if (failure != null) {
                throw new AssertionError("a worker failed", failure);
            }
        }

        @Override
        public void before(String call) throws IOException {
            giveWay();
            fault(call);
        }

        @Override
        public void after(String call) throws IOException {
            fault(call);
        }

        private void fault(String call) throws IOException {
            if (faults && random.nextInt(150) == 0) {
                throw new IOException("injected at " + call);
            }
            if (faults && random.nextInt(300) == 0) {
                crashes++;
                throw new FaultyFileSystem.Crash();
            }
            if (away) {
                throw new IOException("away at " + call);
            }
        }

        private void live() {
            try {
                baton.acquire();
                worker.start(props);
                while (!stopping) {
                    worker.iterate(random.nextInt(5) == 0, deaf > 0, 6);
                    deaf = Math.max(0, deaf - 1);
                    giveWay();
                }
                worker.stop();
            } catch (FaultyFileSystem.Crash e) {
                disk.crash(client, random);
            } catch (InterruptedException e) {
                // The test is over.
            } catch (Throwable e) {
                failure = e;
            } finally {
                dead = true;
                stage.release();
            }
        }

        private void giveWay() {
            stage.release();
            try {
                baton.acquire();
            } catch (InterruptedException e) {
                throw new FaultyFileSystem.Crash();
            }
        }
    }
}
