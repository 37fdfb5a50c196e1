package dev.sluice.source.stage;

import dev.sluice.contract.Tenant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A file as it was seen in a tenant's {@code in/} at one moment. Two sightings that are equal are of the same, unchanged file.
 * Sorts in the order in which files are taken: by time of modification; of one moment, definitions first, then by name.
 *
 * @param path relative to {@code in/}, with {@code /} between folder and name
 * @param size in bytes
 * @param modifiedNanos nanoseconds since the epoch
 * @param regular false for a link or a special file, which is never opened
 */
public record StagedFile(Tenant tenant, String path, long size, long modifiedNanos, boolean regular)
        implements Comparable<StagedFile> {
    /** How the name of a definition ends. */
    public static final String DEFINITION_SUFFIX = ".dataset.json";

    /** Behind a file's name, that of the marker which says that the file is complete, where markers are agreed upon. */
    public static final String MARKER_SUFFIX = ".done";

    /** Behind a file's name, that of the marker which asks for the file to be checked only. Never a data file itself. */
    public static final String CHECK_SUFFIX = ".check";

    /** File systems' clocks tick every few milliseconds: a definition and the file dropped right after it may be of one moment. */
    private static final Comparator<StagedFile> ORDER = Comparator.comparingLong(StagedFile::modifiedNanos)
            .thenComparing(file -> !file.isDefinition())
            .thenComparing(StagedFile::path);

    /** The name without the folder. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The sub-folder of {@code in/} that the file lies in. */
    public Optional<String> folder() {
        int slash = path.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
    }

    public boolean isDefinition() {
        return regular && path.endsWith(DEFINITION_SUFFIX);
    }

    /** True if its data are not its own bytes: it is compressed, or encrypted, or both. */
    public boolean isPacked() {
        return isEncrypted() || Compression.of(path) != Compression.NONE;
    }

    public boolean isEncrypted() {
        return Wrapping.isEncrypted(path);
    }

    /** The name without the folder and without what says that the file is encrypted. */
    public String clearName() {
        return Wrapping.clearName(name());
    }

    @Override
    public int compareTo(StagedFile other) {
        return ORDER.compare(this, other);
    }

    /** {@code tenant/path}, for logs. */
    @Override
    public String toString() {
        return tenant + "/" + path;
    }
}
