package dev.sluice.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Archive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;

/** Which offsets an archive holds, found out by reading every record of every file. For one thread. */
final class Archived {
    private final Map<String, BitSet> offsets = new TreeMap<>();
    private final Set<String> topics;
    private final List<String> twice = new ArrayList<>();

    private Archived(Archive archive, Consumer<GenericRecord> check) {
        Set<String> seen = new java.util.TreeSet<>();
        archive.forEach(record -> {
            check.accept(record);
            String topic = record.get("topic").toString();
            seen.add(topic);
            String partition = new TopicPartition(topic, (Integer) record.get("partition")).toString();
            int offset = Math.toIntExact((Long) record.get("offset"));
            BitSet known = offsets.computeIfAbsent(partition, absent -> new BitSet());
            if (known.get(offset)) {
                twice.add(partition + "@" + offset);
            }
            known.set(offset);
        });
        topics = seen;
    }

    static Archived read(String hdfsUri, String root) throws IOException {
        return read(hdfsUri, root, record -> {});
    }

    /**
     * Reads everything.
     *
     * @param check called for each record
     */
    static Archived read(String hdfsUri, String root, Consumer<GenericRecord> check) throws IOException {
        try (Archive archive = new Archive(hdfsUri, root)) {
            return new Archived(archive, check);
        }
    }

    static Archived read(Archive archive) {
        return new Archived(archive, record -> {});
    }

    Set<String> topics() {
        return topics;
    }

    /** Every offset from 0 up to an end is there, once, and nothing else. */
    void assertExactlyOnce(String topic, int partition, long end) {
        TopicPartition known = new TopicPartition(topic, partition);
        assertThat(twice).as("archived more than once").isEmpty();
        BitSet found = offsets.getOrDefault(known.toString(), new BitSet());
        BitSet missing = new BitSet();
        missing.set(0, Math.toIntExact(end));
        missing.andNot(found);
        assertThat(missing.stream().limit(20).boxed().collect(Collectors.toList()))
                .as("offsets of %s below %s that are missing (the first 20)", known, end)
                .isEmpty();
        assertThat(found.length()).as("end of %s", known).isEqualTo((int) end);
    }
}
