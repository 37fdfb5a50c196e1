package dev.sluice.archive.recover;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.part.RollPolicy;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all partitions of a task have in common.
 *
 * @param fileSystem connects, or gives the connection that there is
 * @param writerIds ids that are never used twice, by any task anywhere
 * @param destinations where committed files go
 * @param clock milliseconds, monotonic
 * @param progress hears what happens
 */
public record ArchiveSettings(
        Source fileSystem,
        PartSettings parts,
        RollPolicy policy,
        Destinations destinations,
        Backoff backoff,
        Supplier<String> writerIds,
        LongSupplier clock,
        Progress progress) {
    /** Where the file system comes from; it may be away. */
    public interface Source {
        ErrorFileSystem get() throws IOException;
    }
}
