package dev.sluice.portal.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** One tenant's folder. Holds no state; any thread. */
public final class TenantFolder {
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path root;
    private final boolean withMarkers;

    /** @param withMarkers whether files that come get a marker */
    TenantFolder(Path root, boolean withMarkers) {
        this.root = root;
        this.withMarkers = withMarkers;
    }

    Path in() {
        return root.resolve("in");
    }

    Path out() {
        return root.resolve("out");
    }

    Path imports() {
        return root.resolve(".sluice").resolve("imports");
    }

    Path taken() {
        return root.resolve(".sluice").resolve("taken");
    }

    Path datasets() {
        return root.resolve(".sluice").resolve("datasets");
    }

    /**
     * Begins to take a file.
     *
     * @param most bytes
     */
    public Upload receive(FileName name, long most) throws IOException {
        Path folder = name.folder().map(in()::resolve).orElseGet(this::in);
        create(folder);
        return new Upload(folder, name, most, withMarkers);
    }

    private void create(Path directory) throws IOException {
        if (!directory.equals(root)) {
            create(directory.getParent());
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                // Another upload may have been faster; else it is a file, or a link.
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw new NotDirectoryException(directory.toString());
                }
            }
        }
    }

    void deleteAbandoned(Instant now) throws IOException {
        deleteAbandoned(in(), now, true);
    }

    private void deleteAbandoned(Path folder, Instant now, boolean deeper) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<BasicFileAttributes> attributes = attributes(entry);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (deeper && attributes.get().isDirectory()) {
                    deleteAbandoned(entry, now, false);
                } else if (name.startsWith(Upload.PREFIX)
                        && name.endsWith(Upload.SUFFIX)
                        && attributes
                                .get()
                                .lastModifiedTime()
                                .toInstant()
                                .plus(ABANDONED)
                                .isBefore(now)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /** Nothing if there is no such thing, or it has gone. */
    static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a small file.
     *
     * @param most bytes; a file that has more is none
     */
    static Optional<byte[]> read(Path file, int most) throws IOException {
        Optional<FileChannel> opened = open(file);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = opened.get()) {
            if (channel.size() > most) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
        }
    }

    /** Opens a regular file that is no link, in a folder that is none; nothing if there is no such file. */
    static Optional<FileChannel> open(Path file) throws IOException {
        boolean isThere = Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)
                && attributes(file).filter(BasicFileAttributes::isRegularFile).isPresent();
        if (!isThere) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        }
    }
}
