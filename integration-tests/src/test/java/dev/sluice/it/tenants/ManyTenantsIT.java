package dev.sluice.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.it.Beans;
import dev.sluice.it.story.check.TopicStory;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody starves, no topic gets a partition, the worker holds on to nothing, and nobody's files suffer from another's: with one
 * connector for all tenants, and with one for each.
 *
 * <p>Small by default. {@code -Dsluice.it.tenants=500 -Dsluice.it.connectors=100 -Dsluice.it.huge.rows=1000000} is the full size; five
 * hundred connectors do not fit into the stack's worker ({@code docs/operations.md}).
 */
@ExtendWith(StackExtension.class)
class ManyTenantsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int TENANTS = Integer.getInteger("sluice.it.tenants", 60);
    private static final int CONNECTORS = Integer.getInteger("sluice.it.connectors", 10);
    private static final int HUGE_ROWS = Integer.getInteger("sluice.it.huge.rows", 100_000);
    private static final int HUGE_TENANTS = 3;
    private static final String HUGE_DATASET = "huge";
    private static final String HUGE_FILE = HUGE_DATASET + "-1.csv";
    /** Rounds of the small tenants. */
    private static final int WARM_UP = 1;

    private static final int ALONE = 2;
    private static final int BESIDE = 3;
    /** What a worker may keep of all those files: caches and pools, but neither rows nor files. */
    private static final long SLACK_BYTES = 64 << 20;

    private LocalStack stack;
    private Admin admin;
    private String name;
    private Path staging;
    private Deployment deployment;
    private TopicStory story;

    @BeforeEach
    void prepare(LocalStack localStack, TestInfo info) throws Exception {
        stack = localStack;
        name = info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        staging = Files.createDirectories(stack.directory().resolve(name));
        deployment = new Deployment(new ConnectRest(stack.connectUrl()), name, staging);
        admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        admin.createTopics(List.of(
                        new NewTopic(deployment.rows(), 5, (short) 1),
                        new NewTopic(deployment.errors(), 3, (short) 1),
                        new NewTopic(deployment.events(), 1, (short) 1)))
                .all()
                .get();
        story = new TopicStory(stack, deployment.rows(), deployment.errors(), deployment.events());
    }

    @AfterEach
    void close() throws InterruptedException {
        story.close();
        admin.close();
        deployment.delete();
    }

    @Test
    void oneConnectorForAll() throws Exception {
        deployment.deployForAll();
        play(new Cast(TENANTS));
    }

    @Test
    void oneConnectorForEach() throws Exception {
        Cast cast = new Cast(CONNECTORS);
        deployment.deployForEach(cast.names());
        play(cast);
    }

    /** Who takes part. */
    private final class Cast {
        private final List<String> smallNames;
        private final List<String> hugeNames = named("huge", HUGE_TENANTS);
        private final String hostileName = name + "_hostile";
        private final SmallTenants small;
        private final List<Staging> huge;
        private final HostileTenant hostile;

        Cast(int tenants) {
            smallNames = named("small", tenants);
            small = new SmallTenants(staging, smallNames);
            huge = hugeNames.stream()
                    .map(tenant -> new Staging(staging, tenant))
                    .toList();
            hostile = new HostileTenant(
                    staging, hostileName, HUGE_ROWS / 2, small.done(WARM_UP).get(0));
        }

        private List<String> named(String kind, int number) {
            return IntStream.rangeClosed(1, number)
                    .mapToObj(i -> name + "_" + kind + i)
                    .toList();
        }

        List<String> names() {
            return Stream.of(smallNames, hugeNames, List.of(hostileName))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private void play(Cast cast) throws Exception {
        Map<String, Integer> partitions = partitions();
        try (Beans worker = Beans.of(stack.engine("worker-1").pid())) {
            cast.huge.forEach(tenant -> tenant.drop(HUGE_DATASET + ".dataset.json", Table.definition(HUGE_DATASET)));
            Waits defined = waits("definitions", cast.small.define());
            waits("files that warm up", cast.small.drop(WARM_UP));
            Waits alone = waits("files of the small alone", cast.small.drop(ALONE));
            long before = worker.liveHeap();

            cast.hostile.attack(1);
            cast.huge.forEach(tenant -> tenant.drop(HUGE_FILE, Table.rows(HUGE_ROWS)));
            read(
                    "the huge files to be under way",
                    () -> places(Event.ImportStarted.class, HUGE_FILE).size() == HUGE_TENANTS);
            SmallTenants.Round round = cast.small.drop(BESIDE);
            read("files of the small beside the others", () -> {
                cast.hostile.define();
                return round.isDone();
            });
            Waits beside = round.waits();
            read("everybody else's reports", () -> {
                boolean hugeAreDone = cast.huge.stream()
                        .allMatch(tenant -> tenant.report(HUGE_FILE).isPresent());
                if (!hugeAreDone) {
                    cast.hostile.define();
                }
                return hugeAreDone && cast.hostile.isDone();
            });
            story.readAll();
            long after = worker.liveHeap();

            deployment.assertRunning();
            assertReports(cast);
            story.assertTrue();
            assertOrder();
            assertThat(partitions()).isEqualTo(partitions);
            assertThat(after).isLessThan(before + SLACK_BYTES);
            System.out.printf(
                    "%s: %d small tenants, %d connectors, hostile: %s%n  definitions %s%n  alone       %s%n  beside      %s%n"
                            + "  ratio       %s%n  heap        %d MB before, %d MB after, threads %s%n",
                    name,
                    cast.smallNames.size(),
                    deployment.size(),
                    cast.hostile,
                    defined,
                    alone,
                    beside,
                    beside.to(alone),
                    before >> 20,
                    after >> 20,
                    worker.attribute("java.lang:type=Threading", "ThreadCount"));
        }
    }

    private Waits waits(String what, SmallTenants.Round round) throws InterruptedException {
        read(what, round::isDone);
        return round.waits();
    }

    private static void assertReports(Cast cast) throws IOException {
        cast.small.assertReports(ALONE);
        cast.small.assertReports(BESIDE);
        for (Staging tenant : cast.huge) {
            JsonNode report = tenant.report(HUGE_FILE).orElseThrow();
            assertThat(report.path("rows_accepted").asInt()).isEqualTo(HUGE_ROWS);
            assertThat(report.path("rows_rejected").asInt()).isZero();
        }
        cast.hostile.assertReports();
    }

    /** All huge files were begun before the small ones, and ended behind the last of them; the topic of events knows. */
    private void assertOrder() {
        List<Integer> smallBegun = places(Event.ImportStarted.class, SmallTenants.file(BESIDE));
        List<Integer> smallEnded = places(Event.ImportEnded.class, SmallTenants.file(BESIDE));
        List<Integer> hugeEnded = places(Event.ImportEnded.class, HUGE_FILE);
        assertThat(places(Event.ImportStarted.class, HUGE_FILE)).allMatch(place -> place < smallBegun.get(0));
        assertThat(hugeEnded).hasSize(HUGE_TENANTS).allMatch(place -> place > smallEnded.get(smallEnded.size() - 1));
    }

    /** Where in the topic of events it stands, ascending, that something has happened to files of that name. */
    private List<Integer> places(Class<? extends Event> kind, String file) {
        List<Event> events = story.events();
        return IntStream.range(0, events.size())
                .filter(place -> kind.isInstance(events.get(place)))
                .filter(place -> file(events.get(place)).equals(file))
                .boxed()
                .toList();
    }

    private static String file(Event event) {
        return event instanceof Event.ImportStarted started
                ? started.file()
                : event instanceof Event.ImportEnded ended ? ended.file() : "";
    }

    /** The number of partitions of every topic of the cluster, Kafka's own among them. */
    private Map<String, Integer> partitions() throws ExecutionException, InterruptedException {
        Map<String, Integer> partitions = new TreeMap<>();
        admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names()
                        .get())
                .allTopicNames()
                .get()
                .forEach((topic, description) ->
                        partitions.put(topic, description.partitions().size()));
        return partitions;
    }

    private void read(String what, Callable<Boolean> condition) throws InterruptedException {
        Await.atMost(PATIENCE).until(what, () -> {
            story.read();
            return condition.call();
        });
    }
}
