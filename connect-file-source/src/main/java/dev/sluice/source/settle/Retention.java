package dev.sluice.source.settle;

import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Deletes what has lain in {@code out/} for too long, and nothing else: no folder, nothing that a link leads to. A file's age begins
 * when it came into {@code out/}, not when its tenant wrote it. Any thread.
 */
public final class Retention {
    private Retention() {}

    /** Deletes files that came before an instant; returns how many. */
    public static int sweep(TenantDirectory directory, Instant before) throws IOException {
        return sweep(directory.out(), before);
    }

    private static int sweep(Path folder, Instant before) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        int deleted = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    deleted += sweep(entry, before);
                } else if (isOlder(entry, before)) {
                    deleted += Files.deleteIfExists(entry) ? 1 : 0;
                }
            }
        }
        return deleted;
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.lastModifiedTime().toInstant().isBefore(before)
                    && attributes.creationTime().toInstant().isBefore(before)
                    && (!Files.getFileStore(file.getParent()).supportsFileAttributeView("unix")
                            || changed(file).toInstant().isBefore(before));
        } catch (NoSuchFileException vanished) {
            return false;
        }
    }

    /** A rename sets it. */
    private static FileTime changed(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
