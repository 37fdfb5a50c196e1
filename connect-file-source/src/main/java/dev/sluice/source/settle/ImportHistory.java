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
import java.util.stream.Stream;

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
            return sha256 + " " + size + " " + importId + " " + definition;
        }
    }

    /** How many files are remembered at least. */
    static final int KEPT = 5000;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18}) ([0-9a-f]{20}) ([0-9a-f]{16})");
    /** A line of ours with a size of one digit. */
    private static final int LEAST_CHARS = 104;

    private static final int MAX_BYTES = 2 * KEPT * 128;

    private final TenantDirectory directory;

    public ImportHistory(TenantDirectory directory) {
        this.directory = directory;
    }

    /** The latest import of the same bytes but this one. */
    public Optional<Entry> duplicateOf(String dataset, String sha256, String importId) throws IOException {
        return last(entries(dataset, sha256)
                .filter(entry ->
                        entry.sha256().equals(sha256) && !entry.importId().equals(importId)));
    }

    /** The latest import of the same bytes under the same definition. */
    public Optional<Entry> loaded(String dataset, String sha256, String definition) throws IOException {
        return last(entries(dataset, sha256)
                .filter(entry ->
                        entry.sha256().equals(sha256) && entry.definition().equals(definition)));
    }

    /** False if no file of that size was completed under the definition, so that there is no need to hash one. */
    public boolean mayKnow(String dataset, long size, String definition) throws IOException {
        return entries(dataset, " " + size + " ")
                .anyMatch(entry -> entry.size() == size && entry.definition().equals(definition));
    }

    private static Optional<Entry> last(Stream<Entry> entries) {
        return entries.reduce((one, later) -> later);
    }

    /** Remembers a file; doing it again changes nothing. */
    public void add(String dataset, Entry entry) throws IOException {
        List<String> known = lines(dataset);
        if (known.contains(entry.line())) {
            return;
        }
        directory.create(directory.history());
        if (known.size() >= 2 * KEPT - 1) {
            List<String> kept = new ArrayList<>(known.subList(known.size() - KEPT, known.size()));
            kept.add(entry.line());
            AtomicFile.write(file(dataset), (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
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
                    ((channel.size() == 0 ? "" : "\n") + entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    /** Those whose line has the text; the others, which may be thousands, are not looked at closely. */
    private Stream<Entry> entries(String dataset, String text) throws IOException {
        return lines(dataset).stream()
                .filter(line -> line.contains(text))
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(parts ->
                        new Entry(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3), parts.group(4)));
    }

    private List<String> lines(String dataset) throws IOException {
        return AtomicFile.read(file(dataset), MAX_BYTES).stream()
                .flatMap(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).lines())
                .filter(line -> line.length() >= LEAST_CHARS)
                .toList();
    }

    private Path file(String dataset) {
        return directory.history().resolve(dataset + ".txt");
    }
}
