package dev.sluice.archive.compact;

import dev.sluice.archive.fs.ErrorFileSystem.Entry;

/**
 * What is merged, and when.
 *
 * @param intervalMs between two passes; 0 for none at all
 * @param smallBytes files below this are merged
 * @param targetBytes what a merged file may come to
 * @param minAgeMs for which a directory has been left alone
 * @param maxAgeMs after which it is not looked at any more
 */
public record CompactionPolicy(long intervalMs, long smallBytes, long targetBytes, long minAgeMs, long maxAgeMs) {
    boolean isDue(Entry directory, long now) {
        long age = now - directory.modified();
        return age >= minAgeMs && age <= maxAgeMs;
    }
}
