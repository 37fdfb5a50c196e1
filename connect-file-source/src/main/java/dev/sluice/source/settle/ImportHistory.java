package dev.sluice.source.settle;

import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that were completed, a line each in a file per dataset: enough to know the same bytes again. Bounded: the oldest are
 * forgotten. Lines that are not ours, or were torn by a crash, are passed over. Poll thread of the task that owns the dataset.
 */
public final class ImportHistory {
    /**
     * A completed file.
     *
     * @param size in bytes
     * @param definition tells one definition's text from another's
     */
    public record Entry(String sha256, long size, String importId, String definition) {
        String line() {
            return sha256 + " " + size + " " + importId + " " + definition + "\n";
        }
    }

    /** How many files are remembered at least. */
    static final int KEPT = 5000;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18}) ([0-9a-f]{20}) ([0-9a-f]{16})");
    private static final int MAX_BYTES = 2 * KEPT * 128;

    private final TenantDirectory directory;

    public ImportHistory(TenantDirectory directory) {
        this.directory = directory;
    }

    /** The latest import of the same bytes but this one. */
    public Optional<Entry> duplicateOf(String dataset, String sha256, String importId) throws IOException {
        return last(read(dataset).stream()
                .filter(entry ->
                        entry.sha256().equals(sha256) && !entry.importId().equals(importId))
                .toList());
    }

    /** The latest import of the same bytes under the same definition. */
    public Optional<Entry> loaded(String dataset, String sha256, String definition) throws IOException {
        return last(read(dataset).stream()
                .filter(entry ->
                        entry.sha256().equals(sha256) && entry.definition().equals(definition))
                .toList());
    }

    /** False if no file of that size was completed under the definition, so that there is no need to hash one. */
    public boolean mayKnow(String dataset, long size, String definition) throws IOException {
        return read(dataset).stream()
                .anyMatch(entry -> entry.size() == size && entry.definition().equals(definition));
    }

    private static Optional<Entry> last(List<Entry> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** Remembers a file; doing it again changes nothing. */
    public void add(String dataset, Entry entry) throws IOException {
        List<Entry> known = read(dataset);
        if (known.contains(entry)) {
            return;
        }
        directory.create(directory.history());
        if (known.size() >= 2 * KEPT - 1) {
            List<Entry> kept = new ArrayList<>(known.subList(known.size() - KEPT, known.size()));
            kept.add(entry);
            StringBuilder lines = new StringBuilder();
            kept.forEach(line -> lines.append(line.line()));
            AtomicFile.write(file(dataset), lines.toString().getBytes(StandardCharsets.UTF_8));
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file(dataset),
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS))) {
            // Behind a line that a crash has torn, another begins.
            ByteBuffer line = ByteBuffer.wrap(
                    ((channel.size() == 0 ? "" : "\n") + entry.line()).getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    private List<Entry> read(String dataset) throws IOException {
        Optional<byte[]> bytes = AtomicFile.read(file(dataset), MAX_BYTES);
        List<Entry> entries = new ArrayList<>();
        for (String line :
                bytes.map(b -> new String(b, StandardCharsets.UTF_8)).orElse("").split("\n", -1)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                entries.add(new Entry(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3), parts.group(4)));
            }
        }
        return entries;
    }

    private Path file(String dataset) {
        return directory.history().resolve(dataset + ".txt");
    }
}
