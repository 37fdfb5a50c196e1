package dev.sluice.archive.compact;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.layout.ArchivedName;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.recover.Destinations;
import dev.sluice.archive.recover.Directories;
import dev.sluice.archive.recover.Overflow;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the overflow and brings files home, as far as their directories take them again. Whosever files they are: a rename is
 * done by one, and is nothing to the others. One thread at a time.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** An empty directory that has not changed for so long is one that nobody has just made to put something in. */
    private static final long LEFT_EMPTY_MS = 600_000;

    private final ErrorFileSystem fileSystem;
    private final Directories directories;
    private final Overflow overflow;
    private final LongSupplier now;
    private final BooleanSupplier stopped;
    /** Files that have a stranger in their place, each told once. */
    private final Set<String> obstructed = new HashSet<>();

    /**
     * A drain that has done nothing yet.
     *
     * @param now milliseconds since the epoch, as the file system counts them
     * @param stopped asked often; true ends the pass
     */
    public Drain(ErrorFileSystem fileSystem, Destinations destinations, LongSupplier now, BooleanSupplier stopped) {
        this.fileSystem = fileSystem;
        this.directories = destinations.directories();
        this.overflow = destinations.overflow();
        this.now = now;
        this.stopped = stopped;
    }

    /**
     * One pass: a place that refuses one file is not asked for the others.
     *
     * @return how many files came home
     * @throws IOException if the file system fails; what was begun is whole
     */
    public int pass() throws IOException {
        int moved = 0;
        Set<String> refusing = new HashSet<>();
        for (Entry entry : fileSystem.list(Layout.OVERFLOW)) {
            if (entry.directory()) {
                moved += drain(entry.name(), entry.modified(), refusing);
            }
        }
        return moved;
    }

    private int drain(String directory, long modified, Set<String> refusing) throws IOException {
        List<Entry> entries = fileSystem.list(Layout.overflow(directory)).stream()
                .sorted(Comparator.comparing(Entry::name))
                .toList();
        int moved = 0;
        for (Entry entry : entries) {
            String path = directory + "/" + entry.name();
            if (stopped.getAsBoolean()) {
                return moved;
            }
            if (entry.directory()) {
                moved += drain(path, entry.modified(), refusing);
            } else if (!refusing.contains(overflow.place(path)) && bringHome(path, refusing)) {
                moved++;
            }
        }
        if (entries.isEmpty() && modified < now.getAsLong() - LEFT_EMPTY_MS) {
            fileSystem.removeEmpty(Layout.overflow(directory));
        }
        return moved;
    }

    private boolean bringHome(String path, Set<String> refusing) throws IOException {
        try {
            directories.make(fileSystem, Layout.parent(path));
            boolean came = move(path);
            if (came) {
                overflow.accepted(path);
            }
            return came;
        } catch (IOException e) {
            directories.forget();
            if (!Overflow.isRefusal(e)) {
                throw e;
            }
            overflow.refused(path, e);
            refusing.add(overflow.place(path));
            return false;
        }
    }

    private boolean move(String path) throws IOException {
        String away = Layout.overflow(path);
        if (Layout.isSummary(Layout.name(path))) {
            // The one in the overflow is the newer one, always.
            fileSystem.replace(away, path);
            return true;
        }
        return ArchivedName.parse(Layout.name(path)).isPresent()
                && (fileSystem.rename(away, path) || settle(away, path));
    }

    /** The rename was not done, or so it is said. */
    private boolean settle(String away, String path) throws IOException {
        OptionalLong waiting = fileSystem.length(away);
        if (waiting.isEmpty()) {
            return false;
        }
        OptionalLong home = fileSystem.length(path);
        if (home.isEmpty()) {
            directories.forget();
            directories.make(fileSystem, Layout.parent(path));
            return fileSystem.rename(away, path);
        }
        if (home.getAsLong() == waiting.getAsLong()) {
            // Local disks link before they unlink.
            fileSystem.delete(away);
            return true;
        }
        if (obstructed.add(path)) {
            LOG.warn(
                    "file (where='{}') is in the way of '{}' and has another length; nothing is overwritten, the rows stay in the "
                            + "overflow, where scripts/errors reads them. Find out who wrote it, and move it away.",
                    path,
                    away);
        }
        return false;
    }
}
