package dev.sluice.archive.report;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The archive's directories and the overflow's, seen as one. The overflow is always listed first: files go from there to their own
 * directories and never back, so that none is missed that goes meanwhile. One thread at a time.
 */
final class Trees {
    private final ErrorFileSystem fileSystem;
    /** What goes into the overflow from now on was not committed when the reading began. */
    private final boolean overflows;

    Trees(ErrorFileSystem fileSystem) throws IOException {
        this.fileSystem = fileSystem;
        this.overflows = overflows(fileSystem);
    }

    private static boolean overflows(ErrorFileSystem fileSystem) throws IOException {
        try {
            return !fileSystem.list(Layout.OVERFLOW).isEmpty();
        } catch (IOException e) {
            if (Trouble.of(e) == Trouble.PERMISSION) {
                // Whose rows wait there may be nobody's business who reads a single tenant's directory.
                return false;
            }
            throw e;
        }
    }

    /**
     * What a directory holds at the moment.
     *
     * @param directories their paths, sorted
     * @param files where each lies, by name
     */
    record Listing(SortedSet<String> directories, Map<String, String> files) {}

    Listing list(String directory) throws IOException {
        List<Entry> away = overflows ? visible(path(Layout.OVERFLOW, directory)) : List.of();
        List<Entry> home = visible(directory);
        Listing listing = new Listing(new TreeSet<>(), new HashMap<>());
        for (Entry entry : home) {
            if (entry.directory()) {
                listing.directories().add(path(directory, entry.name()));
            } else {
                listing.files().put(entry.name(), path(directory, entry.name()));
            }
        }
        // Should a file be in both, the one at home is a stranger's, or the same.
        for (Entry entry : away) {
            String path = path(directory, entry.name());
            if (entry.directory()) {
                listing.directories().add(path);
            } else {
                listing.files().put(entry.name(), Layout.overflow(path));
            }
        }
        return listing;
    }

    private List<Entry> visible(String directory) throws IOException {
        List<Entry> visible = new ArrayList<>(fileSystem.list(directory));
        visible.removeIf(entry -> entry.name().startsWith(".") || entry.name().startsWith("_"));
        return visible;
    }

    private static String path(String directory, String name) {
        return directory.isEmpty() ? name : name.isEmpty() ? directory : directory + "/" + name;
    }
}
