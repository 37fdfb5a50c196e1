package dev.sluice.archive.report;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.layout.Coverage;
import dev.sluice.archive.part.PartReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads an archive back: what stands under its final name, and nothing else, so that it may be read at any time, also while files are
 * written and merged. One thread at a time.
 */
public final class ArchiveReader implements Closeable {
    private final ErrorFileSystem fileSystem;

    public ArchiveReader(ErrorFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** A reader of an archive. */
    public static ArchiveReader connect(HadoopSettings settings) throws IOException {
        return new ArchiveReader(HadoopFileSystem.connect(settings));
    }

    /** Paths of all files whose rows count, of those that a selection may want, relative to the root. Sorted. */
    public List<String> files(Selection selection) throws IOException {
        List<String> files = new ArrayList<>();
        walk(
                "",
                selection,
                directory -> new Coverage()
                        .of(names(directory)).stream()
                                .map(reading -> path(directory, reading.name()))
                                .sorted()
                                .forEach(files::add));
        return files;
    }

    /** Hands over every envelope that a selection wants, directory by directory. */
    public void read(Selection selection, PartReader.Rows rows) throws IOException {
        walk(
                "",
                selection,
                directory -> readDirectory(directory, envelope -> {
                    if (selection.wants(envelope)) {
                        rows.row(envelope);
                    }
                }));
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
    }

    private interface Visitor {
        void visit(String directory) throws IOException;
    }

    private void walk(String directory, Selection selection, Visitor visitor) throws IOException {
        List<Entry> entries = new ArrayList<>(fileSystem.list(directory));
        entries.sort(Comparator.comparing(Entry::name));
        boolean hasFiles = false;
        for (Entry entry : entries) {
            if (isHidden(entry)) {
                continue;
            }
            hasFiles |= !entry.directory();
            if (entry.directory() && selection.mayBeIn(entry.name())) {
                walk(path(directory, entry.name()), selection, visitor);
            }
        }
        if (hasFiles) {
            visitor.visit(directory);
        }
    }

    /** A file that has vanished was merged with others while this one was read: those have the rest. */
    private void readDirectory(String directory, PartReader.Rows rows) throws IOException {
        Coverage coverage = new Coverage();
        Set<String> missed = new HashSet<>();
        List<Coverage.Reading> readings = coverage.of(names(directory));
        while (!readings.isEmpty()) {
            Coverage.Reading reading = readings.get(0);
            try (InputStream in = fileSystem.open(path(directory, reading.name()))) {
                PartReader.read(reading.name(), in, envelope -> {
                    if (envelope.origin().offset() > reading.after()) {
                        rows.row(envelope);
                        coverage.passed(reading, envelope.origin().offset());
                    }
                });
                coverage.finished(reading);
            } catch (IOException e) {
                if (!missed.add(reading.name()) || names(directory).contains(reading.name())) {
                    throw new IOException("file '" + path(directory, reading.name()) + "' cannot be read: " + e, e);
                }
                readings = coverage.of(names(directory));
                continue;
            }
            readings = readings.subList(1, readings.size());
        }
    }

    private List<String> names(String directory) throws IOException {
        return fileSystem.list(directory).stream()
                .filter(entry -> !entry.directory() && !isHidden(entry))
                .map(Entry::name)
                .toList();
    }

    private static boolean isHidden(Entry entry) {
        return entry.name().startsWith(".") || entry.name().startsWith("_");
    }

    private static String path(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
