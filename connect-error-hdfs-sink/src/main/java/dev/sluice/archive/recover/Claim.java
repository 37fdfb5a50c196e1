package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Move;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One writer's right to commit parts of one topic-partition; the protocol is told in the package's documentation. After any
 * exception it is worthless. Task thread only.
 */
final class Claim {
    private final ErrorFileSystem fileSystem;
    private final Layout layout;
    private final String writer;
    /** Writers that can commit no more, and whose last commit is visible. */
    private final Set<String> fenced;

    private int diverted;

    private final Overflow overflow;
    private final Renames renames;

    private Claim(
            ErrorFileSystem fileSystem, Layout layout, String writer, Set<String> fenced, Destinations destinations) {
        this.fileSystem = fileSystem;
        this.layout = layout;
        this.writer = writer;
        this.fenced = fenced;
        this.overflow = destinations.overflow();
        this.renames = new Renames(fileSystem, destinations);
    }

    /**
     * Takes over the topic-partition and fences every other writer.
     *
     * @param writer an id that was never used before
     */
    static Claim take(ErrorFileSystem fileSystem, Layout layout, String writer, Destinations destinations)
            throws IOException {
        if (destinations.directories().tenancy().isConfigured()) {
            fileSystem.makeDirectory(Layout.MEMORY);
            fileSystem.protect(Layout.MEMORY, Access.OWNER_ONLY);
        }
        fileSystem.makeDirectory(layout.manifests());
        fileSystem.makeDirectory(layout.claim(writer));
        fileSystem.makeDirectory(layout.temporary(writer));
        // Temporaries before claims: who has the one has had the other before, so that all of these are fenced below.
        Set<String> others = names(fileSystem, layout.temporaries());
        Set<String> claims = names(fileSystem, layout.claims());
        claims.remove(writer);
        others.remove(writer);
        others.addAll(claims);
        for (String other : claims) {
            fileSystem.delete(layout.claim(other));
        }
        return new Claim(fileSystem, layout, writer, others, destinations);
    }

    String writer() {
        return writer;
    }

    /**
     * Finishes what other writers have committed and clears away what they have not.
     *
     * @return the last committed part, now finished; empty if nothing was ever committed
     */
    Optional<Manifest> recover() throws IOException {
        TreeMap<Long, String> manifests = new TreeMap<>();
        for (Entry entry : fileSystem.list(layout.manifests())) {
            Layout.positionOf(entry.name()).ifPresent(position -> manifests.put(position, layout.manifest(position)));
        }
        Optional<Manifest> last = Optional.empty();
        for (String path : manifests.values()) {
            Manifest manifest = Manifest.read(fileSystem, path);
            // A temporary file that is gone has its final name: nothing else ever removes one of a committed part.
            Set<String> left = names(fileSystem, layout.temporary(manifest.writer()));
            List<Move> unfinished = manifest.files().stream()
                    .filter(move -> left.contains(Layout.name(move.temporary())))
                    .toList();
            if (!unfinished.isEmpty()) {
                overflow.look(fileSystem);
                diverted += renames.finish(unfinished);
            }
            last = Optional.of(manifest);
        }
        // Behind the last rename: from now on nobody else can put files of this topic-partition there.
        overflow.look(fileSystem);
        for (String other : fenced) {
            fileSystem.delete(layout.temporary(other));
        }
        if (!manifests.isEmpty()) {
            manifests.pollLastEntry();
        }
        for (String path : manifests.values()) {
            fileSystem.delete(path);
        }
        return last;
    }

    /**
     * Commits: when this returns, and perhaps if it throws, the part is in the archive.
     *
     * @throws FencedException if another writer has taken over
     */
    void commit(Manifest manifest) throws IOException {
        String pending = layout.pendingManifest(writer, manifest.position());
        fileSystem.write(pending, manifest.toJson());
        if (!fileSystem.rename(pending, layout.manifest(manifest.position()))) {
            throw new FencedException("another writer has taken over " + layout);
        }
    }

    /** Finishes the part that was just committed. */
    void finish(Manifest manifest) throws IOException {
        overflow.lookAgain(fileSystem);
        diverted += renames.finish(manifest.files());
    }

    /** How many files have gone into the overflow since this was asked last. */
    int diverted() {
        int count = diverted;
        diverted = 0;
        return count;
    }

    /** True if another writer has taken over; false also if that cannot be told. */
    boolean isLost() {
        try {
            return !names(fileSystem, layout.claims()).contains(writer);
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives the claim back, so that nothing of this writer remains; all it has committed must be finished. */
    void release() throws IOException {
        fileSystem.delete(layout.claim(writer));
        fileSystem.delete(layout.temporary(writer));
    }

    private static Set<String> names(ErrorFileSystem fileSystem, String directory) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Entry entry : fileSystem.list(directory)) {
            names.add(entry.name());
        }
        return names;
    }
}
