package dev.sluice.portal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What lies in {@code in/} and is neither being imported nor done with.
 *
 * @param files the oldest, at most {@link #MOST_SHOWN}; the oldest first
 * @param count of all
 * @param bytes of all
 * @param importing what the source is reading
 */
public record Waiting(List<WaitingFile> files, long count, long bytes, List<Importing> importing) {
    /** How many files are named. */
    public static final int MOST_SHOWN = 200;

    private static final int MAX_JOURNAL_BYTES = 1 << 20;
    private static final int ID_BYTES = 20;
    private static final String JOURNAL_SUFFIX = ".json";
    private static final List<String> NOT_A_FILE = List.of(".tmp", ".part", ".filepart", ".done", ".check");
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * A file that waits.
     *
     * @param file relative to {@code in/}
     */
    public record WaitingFile(String file, long bytes, Instant modified) {
        public boolean isDefinition() {
            return file.endsWith(FileName.DEFINITION_SUFFIX);
        }
    }

    /**
     * A file that is being read, as the source's journal tells.
     *
     * @param file relative to {@code in/}
     * @param base of the import's write timestamps
     */
    public record Importing(
            String id, String dataset, String file, long bytes, Instant started, int version, long base) {}

    /** When the oldest was written. */
    public Optional<Instant> oldest() {
        return files.stream().map(WaitingFile::modified).findFirst();
    }

    /** Looks. */
    public static Waiting in(TenantFolder folder) throws IOException {
        List<Importing> importing = importing(folder);
        Set<String> taken = names(folder.taken());
        List<WaitingFile> files = new ArrayList<>();
        collect(folder.in(), "", taken, files);
        files.removeIf(file -> importing.stream().anyMatch(one -> one.file().equals(file.file())));
        files.sort(Comparator.comparing(WaitingFile::modified).thenComparing(WaitingFile::file));
        long bytes = files.stream().mapToLong(WaitingFile::bytes).sum();
        return new Waiting(
                List.copyOf(files.subList(0, Math.min(MOST_SHOWN, files.size()))), files.size(), bytes, importing);
    }

    private static void collect(Path folder, String prefix, Set<String> taken, List<WaitingFile> files)
            throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<BasicFileAttributes> attributes = TenantFolder.attributes(entry);
                if (attributes.isEmpty()
                        || name.startsWith(".")
                        || NOT_A_FILE.stream().anyMatch(name::endsWith)) {
                    continue;
                }
                if (attributes.get().isRegularFile()) {
                    String path = prefix + name;
                    if (taken.isEmpty() || !taken.contains(takenId(path, attributes.get()))) {
                        files.add(new WaitingFile(
                                path,
                                attributes.get().size(),
                                attributes.get().lastModifiedTime().toInstant()));
                    }
                } else if (attributes.get().isDirectory() && prefix.isEmpty()) {
                    collect(entry, name + "/", taken, files);
                }
            }
        }
    }

    /** What the source's journals of running imports tell. */
    private static List<Importing> importing(TenantFolder folder) throws IOException {
        List<Importing> importing = new ArrayList<>();
        for (String journal : names(folder.imports())) {
            if (journal.endsWith(JOURNAL_SUFFIX)) {
                String dataset = journal.substring(0, journal.length() - JOURNAL_SUFFIX.length());
                TenantFolder.read(folder.imports().resolve(journal), MAX_JOURNAL_BYTES)
                        .flatMap(bytes -> importing(dataset, bytes))
                        .ifPresent(importing::add);
            }
        }
        return importing;
    }

    private static Optional<Importing> importing(String dataset, byte[] journal) {
        try {
            JsonNode json = MAPPER.readTree(journal);
            return Optional.of(new Importing(
                    json.required("import").asText(),
                    dataset,
                    json.required("file").asText(),
                    json.required("size").asLong(),
                    Instant.parse(json.required("started").asText()),
                    json.required("version").asInt(),
                    json.required("write_timestamp_base").asLong()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // Not ours to judge: the source says so in its log, and begins the import anew.
            return Optional.empty();
        }
    }

    /** As the source names files that stay in {@code in/} though they are done with ({@code cleanup.policy=none}). */
    private static String takenId(String path, BasicFileAttributes attributes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(attributes.size())
                    .putLong(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                    .flip());
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        return names;
    }
}
