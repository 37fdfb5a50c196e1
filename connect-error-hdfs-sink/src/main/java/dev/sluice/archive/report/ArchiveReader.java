package dev.sluice.archive.report;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.layout.Coverage;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.PartReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        walk(new Trees(fileSystem), "", selection, (trees, directory) -> {
            Map<String, String> paths = trees.list(directory).files();
            new Coverage().of(paths.keySet()).forEach(reading -> files.add(paths.get(reading.name())));
        });
        files.sort(null);
        return files;
    }

    /** Hands over every envelope that a selection wants, directory by directory. */
    public void read(Selection selection, PartReader.Rows rows) throws IOException {
        walk(
                new Trees(fileSystem),
                "",
                selection,
                (trees, directory) -> readDirectory(trees, directory, envelope -> {
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
        void visit(Trees trees, String directory) throws IOException;
    }

    private static void walk(Trees trees, String directory, Selection selection, Visitor visitor) throws IOException {
        Trees.Listing listing = trees.list(directory);
        for (String child : listing.directories()) {
            if (selection.mayBeIn(Layout.name("/" + child))) {
                walk(trees, child, selection, visitor);
            }
        }
        if (!listing.files().isEmpty()) {
            visitor.visit(trees, directory);
        }
    }

    /**
     * A file that has vanished was merged with others while this one was read, and those have the rest; or it has come home from the
     * overflow.
     */
    private void readDirectory(Trees trees, String directory, PartReader.Rows rows) throws IOException {
        Coverage coverage = new Coverage();
        Set<String> missed = new HashSet<>();
        Map<String, String> paths = trees.list(directory).files();
        List<Coverage.Reading> readings = coverage.of(paths.keySet());
        while (!readings.isEmpty()) {
            Coverage.Reading reading = readings.get(0);
            String path = paths.get(reading.name());
            try (InputStream in = fileSystem.open(path)) {
                PartReader.read(reading.name(), in, envelope -> {
                    if (envelope.origin().offset() > reading.after()) {
                        rows.row(envelope);
                        coverage.passed(reading, envelope.origin().offset());
                    }
                });
                coverage.finished(reading);
            } catch (IOException e) {
                paths = trees.list(directory).files();
                if (!missed.add(path) || path.equals(paths.get(reading.name()))) {
                    throw new IOException("file '" + path + "' cannot be read: " + e, e);
                }
                readings = coverage.of(paths.keySet());
                continue;
            }
            readings = readings.subList(1, readings.size());
        }
    }
}
