package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.compact.CompactionPolicy;
import dev.sluice.archive.compact.Compactor;
import dev.sluice.archive.compact.Drain;
import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.Together;
import dev.sluice.archive.recover.Destinations;
import dev.sluice.archive.recover.Directories;
import dev.sluice.archive.recover.Overflow;
import dev.sluice.archive.recover.Tenancy;
import dev.sluice.archive.report.ArchiveReader;
import dev.sluice.archive.report.Selection;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.hdfs.protocol.NSQuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.kafka.common.TopicPartition;

/**
 * Some workers, compactors and a reader on one topic and one file system, in threads of which exactly one runs at a time: before and
 * after each call to the file system another may be chosen, so that any interleaving of their steps can happen, and the same seed
 * gives the same run.
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
    private final List<WorkerHost> workers = new ArrayList<>();
    private final List<Actor> others = new ArrayList<>();
    private final Semaphore stage = new Semaphore(0);
    private long now;
    private long ids;
    private boolean faults = true;
    private boolean away;
    /** By tenant's directory, what it takes no more: 1 no new names, 2 no more bytes, 3 neither, by permission; else it takes all. */
    private final Map<String, Integer> refusals = new HashMap<>();

    int crashes;
    int merged;
    int readings;
    int broughtHome;

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
                if (random.nextInt(100) == 0) {
                    checkCommitted();
                }
            }
            calmDown();
        } finally {
            workers.forEach(host -> host.thread.interrupt());
            others.forEach(actor -> actor.thread.interrupt());
        }
    }

    private void step() throws Exception {
        now += random.nextInt(30);
        workers.removeIf(host -> host.dead);
        others.removeIf(actor -> actor.dead);
        while (workers.size() < 3) {
            workers.add(new WorkerHost());
        }
        while (others.size() < 3) {
            int kind = random.nextInt(4);
            others.add(kind == 0 ? new ReaderHost() : kind == 1 ? new DrainHost() : new CompactorHost());
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
        if (random.nextInt(150) == 0) {
            refusals.put("tenant=client_" + (char) ('a' + random.nextInt(3)) + "/", random.nextInt(5));
        }
        List<? extends Actor> actors = random.nextInt(4) == 0 ? others : workers;
        actors.get(random.nextInt(actors.size())).turn();
    }

    private void rebalance() {
        for (TopicPartition partition : topic.partitions) {
            if (random.nextInt(3) == 0) {
                group.owners.put(partition, workers.get(random.nextInt(workers.size())).worker);
            }
        }
        workers.forEach(host -> host.deaf = random.nextInt(3) == 0 ? random.nextInt(6) : 0);
    }

    private void calmDown() throws Exception {
        faults = false;
        away = false;
        refusals.clear();
        workers.removeIf(host -> host.dead);
        if (workers.isEmpty()) {
            workers.add(new WorkerHost());
        }
        int next = 0;
        for (TopicPartition partition : topic.partitions) {
            group.owners.put(partition, workers.get(next++ % workers.size()).worker);
        }
        for (int turn = 0; !isDone(); turn++) {
            assertThat(turn).as("turns until all is archived").isLessThan(100_000);
            now += 50;
            for (WorkerHost host : workers) {
                host.deaf = 0;
                host.turn();
            }
        }
        checkCommitted();
        checkMemory();
        checkOverflow();
        merged += compactor(disk.client(), Long.MAX_VALUE).pass(sources()).merged();
        checkCommitted();
    }

    private boolean isDone() {
        return topic.partitions.stream()
                .allMatch(partition -> group.committed.getOrDefault(partition, 0L) == topic.end(partition));
    }

    /** Whatever Kafka was told is archived, and nothing is archived twice. */
    private void checkCommitted() throws IOException {
        check(committed(), new ArchiveReader(disk.client()));
    }

    private void check(Set<String> expected, ArchiveReader reader) throws IOException {
        Set<String> archived = new HashSet<>();
        Set<String> twice = new HashSet<>();
        reader.read(Selection.ALL, envelope -> {
            String offset = envelope.origin().topic() + "-" + envelope.origin().partition() + "@"
                    + envelope.origin().offset();
            if (!archived.add(offset)) {
                twice.add(offset);
            }
        });
        assertThat(twice).isEmpty();
        expected.removeAll(archived);
        assertThat(expected).as("committed, but not in the archive").isEmpty();
    }

    private Set<String> committed() {
        return topic.partitions.stream()
                .flatMap(partition -> topic.archivable(partition, group.committed.getOrDefault(partition, 0L)).stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The archive's own memory stays small: one or two manifests, and nothing of any writer once another has come and gone. */
    private void checkMemory() throws Exception {
        stopAll();
        WorkerHost last = new WorkerHost();
        workers.add(last);
        topic.partitions.forEach(partition -> group.owners.put(partition, last.worker));
        for (int turn = 0; turn < 300; turn++) {
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

    /** When all directories take files again, everything comes home, and summaries tell the whole truth. */
    private void checkOverflow() throws IOException {
        ErrorFileSystem client = disk.client();
        Drain drain = drain(client);
        for (int pass = 0; pass < 20; pass++) {
            broughtHome += drain.pass();
        }
        assertThat(client.list(Layout.OVERFLOW)).isEmpty();
        checkCommitted();
        new SummaryCheck().run(client);
    }

    private Drain drain(ErrorFileSystem client) {
        Template template = Template.parse(Template.DEFAULT);
        Destinations destinations = new Destinations(
                new Directories(new Tenancy(template, Access.UNCHANGED)),
                new Overflow(template, 1, () -> now),
                Together.ONE_BY_ONE);
        return new Drain(client, destinations, () -> Long.MAX_VALUE / 2, () -> false);
    }

    private void stopAll() throws Exception {
        for (WorkerHost host : workers) {
            host.stopping = true;
            while (!host.dead) {
                host.turn();
            }
        }
    }

    private Set<String> sources() {
        return topic.partitions.stream()
                .map(partition -> new Layout(partition.topic(), partition.partition()).source())
                .collect(Collectors.toSet());
    }

    /** Each with a mind of its own about what is small, so that two of them can want to merge different files. */
    private Compactor compactor(ErrorFileSystem client, long target) {
        return new Compactor(
                client,
                new CompactionPolicy(1, target, target, 0, Long.MAX_VALUE),
                new FileFormat.Json(FileFormat.JsonCodec.NONE),
                Template.parse(Template.DEFAULT).depth(),
                "compactor-" + ++ids,
                () -> Long.MAX_VALUE / 2,
                () -> false);
    }

    /** A process, in its own thread. */
    private abstract class Actor implements FaultyFileSystem.Gate {
        final ErrorFileSystem client;
        private final Semaphore baton = new Semaphore(0);
        final Thread thread;
        boolean dead;
        private Throwable failure;

        Actor() throws IOException {
            client = disk.client();
            thread = new Thread(this::live, "simulated");
            thread.setDaemon(true);
        }

        abstract void act() throws IOException;

        /** Lets it run until it comes to its next call, or to the end of its iteration. */
        void turn() throws Exception {
            if (dead) {
                return;
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            baton.release();
            stage.acquire();
            if (failure != null) {
                throw new AssertionError("a process failed", failure);
            }
        }

        @Override
        public void before(String call) throws IOException {
            giveWay();
            fault(call);
            refuse(call);
        }

        @Override
        public void after(String call) throws IOException {
            fault(call);
        }

        @Override
        public boolean lies() {
            return faults && random.nextInt(80) == 0;
        }

        private void refuse(String call) throws IOException {
            int blank = call.indexOf(' ');
            String verb = call.substring(0, blank);
            for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
                boolean within = (call.substring(blank + 1) + "/").startsWith(refusal.getKey());
                if (within && verb.equals("mkdir") && refusal.getValue() % 2 == 1) {
                    throw refusal.getValue() == 3
                            ? new AccessControlException("not for you: " + call)
                            : new NSQuotaExceededException(call);
                }
                if (within && (verb.equals("rename") || verb.equals("replace")) && refusal.getValue() / 2 == 1) {
                    throw new DSQuotaExceededException(call);
                }
            }
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
                throw new ConnectException("away at " + call);
            }
        }

        private void live() {
            try {
                baton.acquire();
                act();
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

        void giveWay() {
            stage.release();
            try {
                baton.acquire();
            } catch (InterruptedException e) {
                throw new FaultyFileSystem.Crash();
            }
        }
    }

    /** A worker with one task. */
    private final class WorkerHost extends Actor {
        private final SimulatedWorker worker;
        /** Turns for which it does not hear of rebalances. */
        private int deaf;

        private boolean stopping;

        WorkerHost() throws IOException {
            ErrorHdfsSinkTask task = new ErrorHdfsSinkTask(
                    settings -> new FaultyFileSystem(client, this),
                    () -> "writer-" + ++ids,
                    () -> now,
                    background -> new Thread());
            worker = new SimulatedWorker(task, topic, group, random);
        }

        @Override
        void act() {
            worker.start(props);
            while (!stopping) {
                worker.iterate(random.nextInt(5) == 0, deaf > 0, 6);
                deaf = Math.max(0, deaf - 1);
                giveWay();
            }
            worker.stop();
        }
    }

    /** Merges what it finds, whosever it is: as bad as zombies can be. */
    private final class CompactorHost extends Actor {
        CompactorHost() throws IOException {}

        @Override
        void act() {
            while (true) {
                try {
                    merged += compactor(new FaultyFileSystem(client, this), 500 + random.nextInt(6_000))
                            .pass(sources())
                            .merged();
                } catch (IOException e) {
                    // It comes again.
                    giveWay();
                }
                giveWay();
            }
        }
    }

    /** Brings files home from the overflow, now and then from many processes at once. */
    private final class DrainHost extends Actor {
        DrainHost() throws IOException {}

        @Override
        void act() {
            Drain drain = drain(new FaultyFileSystem(client, this));
            while (true) {
                try {
                    broughtHome += drain.pass();
                } catch (IOException e) {
                    // It comes again.
                    giveWay();
                }
                giveWay();
            }
        }
    }

    /** Reads the archive while everything else goes on. */
    private final class ReaderHost extends Actor {
        ReaderHost() throws IOException {}

        @Override
        void act() {
            while (true) {
                try {
                    check(committed(), new ArchiveReader(new FaultyFileSystem(client, this)));
                    readings++;
                } catch (IOException e) {
                    // So it is with readers when the file system fails.
                    giveWay();
                }
                giveWay();
            }
        }
    }
}
