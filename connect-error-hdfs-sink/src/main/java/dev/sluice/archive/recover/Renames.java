package dev.sluice.archive.recover;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Together;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The renames of a committed part: done as often as one likes, by whoever likes, with one result. One writer's; remembers which
 * directories it has seen to.
 */
final class Renames {
    private static final Logger LOG = LoggerFactory.getLogger(Renames.class);

    private final ErrorFileSystem fileSystem;
    private final Tenancy tenancy;
    private final Together together;
    private final Set<String> prepared = new HashSet<>();

    Renames(ErrorFileSystem fileSystem, Tenancy tenancy, Together together) {
        this.fileSystem = fileSystem;
        this.tenancy = tenancy;
        this.together = together;
    }

    /** Gives every file its final name; files that have it already are left alone. */
    void finish(List<Move> moves) throws IOException {
        Set<String> directories = new LinkedHashSet<>();
        moves.forEach(move -> directories.add(Layout.parent(move.archived())));
        protect(directories);
        List<Together.Step<Void>> makings = new ArrayList<>(directories.size());
        directories.forEach(directory -> makings.add(() -> {
            fileSystem.makeDirectory(directory);
            return null;
        }));
        together.all(makings);
        List<Together.Step<Void>> renames = new ArrayList<>(moves.size());
        moves.forEach(move -> renames.add(() -> {
            finish(move);
            return null;
        }));
        together.all(renames);
    }

    private void finish(Move move) throws IOException {
        if (move.replaces()) {
            fileSystem.replace(move.temporary(), move.archived());
        } else if (!fileSystem.rename(move.temporary(), move.archived())) {
            settle(move);
        }
    }

    /** A tenant's directory is closed to others before anything of the tenant is in it. */
    private void protect(Set<String> directories) throws IOException {
        for (String directory : directories) {
            Optional<Tenancy.Protection> protection = tenancy.protection(directory);
            if (protection.isPresent() && prepared.add(protection.get().directory())) {
                fileSystem.makeDirectory(protection.get().directory());
                fileSystem.protect(
                        protection.get().directory(), protection.get().access());
            }
        }
    }

    private void settle(Move move) throws IOException {
        OptionalLong temporary = fileSystem.length(move.temporary());
        OptionalLong archived = fileSystem.length(move.archived());
        if (temporary.isEmpty()) {
            if (archived.isEmpty()) {
                LOG.warn(
                        "Committed file (where='{}', {} records) is neither under its final nor under its temporary name; "
                                + "it was removed after it had been archived, or the file system has lost it. If nobody removed it, look for "
                                + "it in the file system's trash and check the file system.",
                        move.archived(),
                        move.records());
            }
        } else if (archived.isEmpty()) {
            throw new IOException("committed file (where='" + move.temporary() + "') could not be renamed to '"
                    + move.archived() + "'");
        } else if (archived.getAsLong() == move.length()) {
            fileSystem.delete(move.temporary());
        } else {
            throw new IOException(
                    "file (where='" + move.archived() + "') is in the way of the committed file '"
                            + move.temporary()
                            + "' and has another length; the partition is not archived any further, nothing is"
                            + " overwritten. Find out who wrote it (is the root shared by two Kafka clusters?) and move it away.");
        }
    }
}
