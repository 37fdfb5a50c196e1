package dev.sluice.source.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** A small file that is either wholly there or not at all, whatever stops us. Any thread, but one writer per file. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Replaces the file's content; when this returns, it is on disk. */
    public static void write(Path file, byte[] content) throws IOException {
        write(
                file,
                file.resolveSibling(
                        ".sluice-" + Integer.toHexString(file.getFileName().hashCode()) + ".tmp"),
                content);
    }

    /**
     * Replaces the file's content; when this returns, it is on disk.
     *
     * @param temporary of the same directory; where several may write the file at once, each needs another one
     */
    public static void write(Path file, Path temporary, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.getParent());
    }

    /**
     * Reads a file that a tenant could have put there.
     *
     * @param limit files that are larger are cut
     * @return empty if there is none
     */
    public static Optional<byte[]> read(Path file, int limit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(limit, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            byte[] content = new byte[bytes.position()];
            bytes.flip().get(content);
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Makes a rename in this directory outlive a power failure. */
    public static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
