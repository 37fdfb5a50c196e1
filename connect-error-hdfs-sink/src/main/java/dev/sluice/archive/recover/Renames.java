package dev.sluice.archive.recover;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Together;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The renames of a committed part: done as often as one likes, by whoever likes, with one result. What a tenant's directory does not
 * take goes into the overflow, so that one tenant's quota holds up nobody else. One writer's.
 */
final class Renames {
    private static final Logger LOG = LoggerFactory.getLogger(Renames.class);

    private final ErrorFileSystem fileSystem;
    private final Directories directories;
    private final Overflow overflow;
    private final Together together;

    Renames(ErrorFileSystem fileSystem, Destinations destinations) {
        this.fileSystem = fileSystem;
        this.directories = destinations.directories();
        this.overflow = destinations.overflow();
        this.together = destinations.together();
    }

    /**
     * Gives every file its final name, at home or in the overflow; files that have it already are left alone.
     *
     * @return how many files were diverted
     */
    int finish(List<Move> moves) throws IOException {
        Set<String> homes = new LinkedHashSet<>();
        moves.forEach(move -> homes.add(Layout.parent(move.archived())));
        Set<Tenancy.Protection> toBeClosed = new LinkedHashSet<>();
        homes.forEach(home -> directories.toBeClosed(home).ifPresent(toBeClosed::add));
        AtomicInteger diverted = new AtomicInteger();
        try {
            all(toBeClosed, tenant -> isTaken(tenant.directory(), () -> directories.close(fileSystem, tenant)));
            all(homes, home -> isTaken(home, () -> directories.make(fileSystem, home)));
            all(moves, move -> {
                if (!isTaken(move.archived(), () -> bringHome(move))) {
                    divertAsALastResort(move);
                    diverted.incrementAndGet();
                }
            });
        } catch (IOException e) {
            directories.forget();
            throw e;
        }
        return diverted.get();
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface Each<T> {
        void run(T item) throws IOException;
    }

    private <T> void all(Collection<T> items, Each<T> each) throws IOException {
        List<Together.Step<Void>> steps = new ArrayList<>(items.size());
        items.forEach(item -> steps.add(() -> {
            each.run(item);
            return null;
        }));
        together.all(steps);
    }

    /** False if the path's place refuses, or has refused a short time ago. */
    private boolean isTaken(String path, Step step) throws IOException {
        if (overflow.isRefusing(path)) {
            return false;
        }
        try {
            step.run();
            return true;
        } catch (IOException e) {
            if (!Overflow.isRefusal(e)) {
                throw e;
            }
            overflow.refused(path, e);
            return false;
        }
    }

    private void bringHome(Move move) throws IOException {
        if (!move.replaces()) {
            rename(move, move.archived());
        } else if (overflow.mayHold(move.archived())) {
            // Never past the one that waits there, which would come home later and take the newer one's place.
            divert(move);
            fileSystem.replace(Layout.overflow(move.archived()), move.archived());
        } else {
            fileSystem.replace(move.temporary(), move.archived());
        }
        overflow.accepted(move.archived());
    }

    /** Where the overflow takes nothing either, the trouble is larger than one place, and will be gone for both. */
    private void divertAsALastResort(Move move) throws IOException {
        try {
            divert(move);
        } catch (IOException e) {
            overflow.askAgain(move.archived());
            throw e;
        }
    }

    private void divert(Move move) throws IOException {
        String away = Layout.overflow(move.archived());
        overflow.diverted(move.archived());
        makeDirectory(move, away);
        if (move.replaces()) {
            fileSystem.replace(move.temporary(), away);
        } else {
            rename(move, away);
        }
    }

    private void rename(Move move, String target) throws IOException {
        if (fileSystem.rename(move.temporary(), target)) {
            return;
        }
        // In the order in which a file goes, so that none is missed that goes on meanwhile: temporary, overflow, home.
        if (fileSystem.length(move.temporary()).isEmpty()) {
            warnIfLost(move);
            return;
        }
        OptionalLong there = fileSystem.length(target);
        if (there.isEmpty()) {
            // Its directory was removed since it was made.
            directories.forget();
            makeDirectory(move, target);
            if (!fileSystem.rename(move.temporary(), target)
                    && fileSystem.length(move.temporary()).isPresent()) {
                throw new IOException(
                        "committed file (where='" + move.temporary() + "') could not be renamed to '" + target + "'");
            }
        } else if (there.getAsLong() == move.length()) {
            fileSystem.delete(move.temporary());
        } else {
            throw new Obstructed("file (where='" + target + "') is in the way of the committed file '"
                    + move.temporary()
                    + "' and has another length; nothing is overwritten. Find out who wrote it (is the root "
                    + "shared by two Kafka clusters?) and move it away.");
        }
    }

    private void makeDirectory(Move move, String target) throws IOException {
        if (target.equals(move.archived())) {
            directories.make(fileSystem, Layout.parent(target));
        } else {
            directories.makeOverflow(fileSystem, Layout.parent(target));
        }
    }

    private void warnIfLost(Move move) throws IOException {
        if (fileSystem.length(Layout.overflow(move.archived())).isEmpty() && !mayBeAtHome(move)) {
            LOG.warn(
                    "Committed file (where='{}', {} records) is neither under its final nor under its temporary name; "
                            + "it was removed after it had been archived, or the file system has lost it. If nobody removed it, look for "
                            + "it in the file system's trash and check the file system.",
                    move.archived(),
                    move.records());
        }
    }

    private boolean mayBeAtHome(Move move) throws IOException {
        try {
            return fileSystem.length(move.archived()).isPresent();
        } catch (IOException e) {
            if (Overflow.isRefusal(e)) {
                return true;
            }
            throw e;
        }
    }
}
