package dev.sluice.it.daytwo;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.Archive;
import dev.sluice.demo.Tables;
import dev.sluice.demo.TopicReader;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what is in Kafka, Cassandra and HDFS, and lets it be lost. For one thread. */
final class Town implements AutoCloseable {
    static final String TENANT = "client_a";
    static final String KEYSPACE = "mysimbdp_coredms";
    static final String TABLE = "readings";
    static final String ROWS = "validated-input";

    private static final String ERRORS = "import-error";
    private static final String ROOT = "/sluice/errors";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final LocalStack stack;
    private final Tables tables;
    private final Admin admin;

    Town(LocalStack stack) {
        this.stack = stack;
        this.tables = new Tables(stack.cassandra(), stack.localDatacenter());
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    /** Everything is as the books say: tables, imports, and each rejection's offset once in the archive. */
    void assertIs(Books books, String... others) throws Exception {
        List<String> expected = new ArrayList<>(books.imports());
        expected.addAll(List.of(others));
        expected.sort(null);
        try {
            Await.atMost(PATIENCE).until("imports", () -> imports().equals(expected));
        } catch (Await.TimedOut e) {
            assertThat(imports()).isEqualTo(expected);
        }
        assertThat(table().equals(books.table()))
                .as("the table is as if files had been loaded one after the other")
                .isTrue();
        Set<String> rejections = rejections();
        try {
            Await.atMost(PATIENCE)
                    .until("the archive", () -> archived(ERRORS).keySet().equals(rejections));
        } catch (Await.TimedOut e) {
            assertThat(archived(ERRORS)).containsOnlyKeys(rejections);
        }
        assertThat(archived(ERRORS).values()).containsOnly(1L);
    }

    private List<String> imports() {
        return tables.query("SELECT * FROM sluice.imports WHERE tenant = ?", TENANT).stream()
                .map(row -> row.get("state").equals("RUNNING")
                        ? row.get("file") + " RUNNING"
                        : Books.line(
                                String.valueOf(row.get("file")),
                                String.valueOf(row.get("state")),
                                row.get("rows_total"),
                                row.get("rows_accepted"),
                                row.get("rows_rejected")))
                .sorted()
                .toList();
    }

    private Map<Integer, Double> table() {
        Map<Integer, Double> table = new TreeMap<>();
        tables.forEachRow(KEYSPACE, TABLE, row -> table.put((Integer) row.get("id"), (Double) row.get("level")));
        return table;
    }

    /** Where rejections stand in their topic. */
    private Set<String> rejections() {
        Set<String> rejections = new TreeSet<>();
        try (TopicReader reader = new TopicReader(stack.bootstrapServers(), ERRORS)) {
            Map<TopicPartition, Long> ends = reader.ends();
            while (!reader.hasReached(ends)) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    if (record.headers().lastHeader(SluiceHeaders.EVENT) == null) {
                        rejections.add(record.partition() + "@" + record.offset());
                    }
                }
            }
        }
        return rejections;
    }

    /** How often each record of a topic is in the archive. */
    Map<String, Long> archived(String topic) throws IOException {
        Map<String, Long> archived = new TreeMap<>();
        try (Archive archive = new Archive(stack.hdfsUri(), ROOT)) {
            archive.forEach(record -> {
                if (record.get("topic").toString().equals(topic)) {
                    archived.merge(record.get("partition") + "@" + record.get("offset"), 1L, Long::sum);
                }
            });
        }
        return archived;
    }

    /** Records in all partitions of the topic of rows, markers of transactions included. */
    long records() throws InterruptedException, ExecutionException {
        return ends().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    int partitions() throws InterruptedException, ExecutionException {
        return ends().size();
    }

    private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends()
            throws InterruptedException, ExecutionException {
        int partitions = admin.describeTopics(List.of(ROWS))
                .allTopicNames()
                .get()
                .get(ROWS)
                .partitions()
                .size();
        return admin.listOffsets(IntStream.range(0, partitions)
                        .boxed()
                        .collect(Collectors.toMap(each -> new TopicPartition(ROWS, each), each -> OffsetSpec.latest())))
                .all()
                .get();
    }

    void loseCassandra() {
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(stack.cassandra())
                .withLocalDatacenter(stack.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .build())
                .build()) {
            for (String keyspace : List.of(KEYSPACE, "sluice")) {
                session.execute("DROP KEYSPACE " + keyspace);
            }
        }
    }

    void loseArchive() throws IOException {
        try (FileSystem hdfs = FileSystem.newInstance(URI.create(stack.hdfsUri()), new Configuration())) {
            assertThat(hdfs.delete(new Path(ROOT), true)).isTrue();
        }
    }

    @Override
    public void close() {
        tables.close();
        admin.close();
    }
}
