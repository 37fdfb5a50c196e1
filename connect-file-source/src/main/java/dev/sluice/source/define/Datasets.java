package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's definitions in force, as files in {@code .sluice/datasets}. All tasks read them; a dataset's is written by the task
 * that owns the dataset. They lie in a tenant's directory, so they are checked on reading like any definition. Poll thread only.
 */
public final class Datasets {
    private static final Logger log = LoggerFactory.getLogger(Datasets.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SUFFIX = ".json";
    private static final int MAX_BYTES = 4 * DefinitionReader.MAX_BYTES;

    /** What a file's attributes were when it was read: it is read again only if they change. */
    private record Stamp(long size, long modifiedMillis, Object key) {}

    private record Cached(Stamp stamp, Optional<AcceptedDefinition> accepted) {}

    private final TenantDirectory directory;
    private final DefinitionReader reader;
    private Map<String, Cached> cache = new HashMap<>();

    public Datasets(TenantDirectory directory, DefinitionReader reader) {
        this.directory = directory;
        this.reader = reader;
    }

    /** All that are valid, by name. */
    public Map<String, AcceptedDefinition> all() throws IOException {
        Map<String, Cached> current = new HashMap<>();
        Map<String, AcceptedDefinition> accepted = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.datasets(), "*" + SUFFIX)) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                if (DatasetId.isValidName(name)) {
                    read(name, file).ifPresent(cached -> {
                        current.put(name, cached);
                        cached.accepted().ifPresent(definition -> accepted.put(name, definition));
                    });
                }
            }
        }
        cache = current;
        return accepted;
    }

    public Optional<AcceptedDefinition> get(String name) throws IOException {
        Path file = directory.datasets().resolve(name + SUFFIX);
        Optional<Cached> cached = read(name, file);
        cached.ifPresent(known -> cache.put(name, known));
        return cached.flatMap(Cached::accepted);
    }

    /** Checks all again when they are asked for next, because what is allowed has changed. */
    public void recheck() {
        cache.clear();
    }

    /** Puts a definition into force; when this returns, it is on disk. */
    public void save(AcceptedDefinition accepted) throws IOException {
        Definition definition = accepted.definition();
        ObjectNode json = MAPPER.createObjectNode()
                .put("subject", definition.subject())
                .put("table", definition.table())
                .put("version", accepted.version())
                .put("keyspace", definition.keyspace())
                .put("next_write_timestamp", accepted.nextWriteTimestamp())
                .put("topic", accepted.reach().topic())
                .put("partitions", accepted.reach().partitions())
                .put("definition", definition.json());
        directory.create(directory.datasets());
        AtomicFile.write(
                directory.datasets().resolve(definition.id().name() + SUFFIX),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        cache.remove(definition.id().name());
    }

    private Optional<Cached> read(String name, Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Stamp stamp =
                    new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
            Cached cached = cache.get(name);
            if (cached != null && cached.stamp().equals(stamp)) {
                return Optional.of(cached);
            }
            Optional<AcceptedDefinition> accepted =
                    AtomicFile.read(file, MAX_BYTES).flatMap(bytes -> accepted(name, bytes));
            if (accepted.isEmpty()) {
                log.warn(
                        "accepted definition (where='{}') is not valid any more; files of dataset '{}' are refused until"
                                + " its definition is dropped again. Drop it again.",
                        file,
                        name);
            }
            return Optional.of(new Cached(stamp, accepted));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        }
    }

    private Optional<AcceptedDefinition> accepted(String name, byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            DefinitionReader.Result result =
                    reader.read(json.path("definition").asText().getBytes(StandardCharsets.UTF_8));
            if (result instanceof DefinitionReader.Result.Valid valid
                    && valid.definition().id().name().equals(name)
                    && json.path("version").asInt() > 0) {
                return Optional.of(new AcceptedDefinition(
                        valid.definition(),
                        json.path("version").asInt(),
                        json.path("next_write_timestamp").asLong(),
                        new AcceptedDefinition.Reach(
                                json.path("topic").asText(),
                                json.path("partitions").asInt())));
            }
        } catch (IOException e) {
            log.debug("{} is not JSON", name, e);
        }
        return Optional.empty();
    }
}
