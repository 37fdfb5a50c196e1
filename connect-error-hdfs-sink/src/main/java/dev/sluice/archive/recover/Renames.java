package dev.sluice.archive.recover;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Move;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The renames of a committed part: done as often as one likes, by whoever likes, with one result. */
final class Renames {
    private static final Logger LOG = LoggerFactory.getLogger(Renames.class);

    private Renames() {}

    /** Gives every file its final name; files that have it already are left alone. */
    static void finish(ErrorFileSystem fileSystem, List<Move> moves) throws IOException {
        Set<String> directories = new HashSet<>();
        for (Move move : moves) {
            String directory = Layout.parent(move.archived());
            if (directories.add(directory)) {
                fileSystem.makeDirectory(directory);
            }
            if (!fileSystem.rename(move.temporary(), move.archived())) {
                settle(fileSystem, move);
            }
        }
    }

    private static void settle(ErrorFileSystem fileSystem, Move move) throws IOException {
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
