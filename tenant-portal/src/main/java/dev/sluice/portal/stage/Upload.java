package dev.sluice.portal.stage;

import dev.sluice.portal.stage.UploadRefusedException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file on its way in: bytes are written under a hidden name, and the file appears under its own only by {@link #publish}. Closed before
 * that, it leaves nothing behind. One thread.
 */
public final class Upload implements Closeable {
    /** How hidden names begin. */
    static final String PREFIX = ".upload-";
    /** How they end. */
    static final String SUFFIX = ".part";

    /**
     * A file that is in.
     *
     * @param file relative to {@code in/}
     * @param sha256 in hexadecimal
     */
    public record Received(String file, long bytes, String sha256) {}

    private final FileName name;
    private final Path target;
    private final Path temporary;
    private final long most;
    private final boolean withMarker;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long bytes;
    private Received received;

    /**
     * Creates the hidden file.
     *
     * @param folder of the target; there, and no link
     * @param most bytes
     * @param withMarker whether a marker says that the file is complete
     */
    Upload(Path folder, FileName name, long most, boolean withMarker) throws IOException {
        this.name = name;
        this.target = folder.resolve(name.name());
        this.temporary = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        this.most = most;
        this.withMarker = withMarker;
        this.channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Takes what is in the buffer. */
    public void write(ByteBuffer buffer) throws IOException, UploadRefusedException {
        bytes += buffer.remaining();
        if (bytes > most) {
            throw new UploadRefusedException(
                    Reason.TOO_LARGE,
                    "The file has more than " + most
                            + " bytes, the most that is taken. Nothing was stored. Send it in parts.");
        }
        digest.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Forces all bytes to disk, and checks that they are those that were sent.
     *
     * @param expected empty if the sender does not care
     */
    public void finish(Optional<Sha256> expected) throws IOException, UploadRefusedException {
        channel.force(true);
        channel.close();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (expected.isPresent() && !expected.get().hex().equals(sha256)) {
            throw new UploadRefusedException(
                    Reason.OTHER_CHECKSUM,
                    "The bytes that came have the SHA-256 " + sha256 + ", not "
                            + expected.get().hex() + ". Nothing was stored. Send the file again.");
        }
        if (isTaken()) {
            throw nameTaken();
        }
        received = new Received(name.path(), bytes, sha256);
    }

    /**
     * Gives the file its name, unless there is one of that name by now. When this returns, the name is on disk.
     *
     * @param check whether it is to be checked only: the marker that says so is there first
     */
    public Received publish(boolean check) throws IOException, UploadRefusedException {
        Path marker = target.resolveSibling(target.getFileName() + ".check");
        boolean isMarked = check && createMarker(marker);
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            if (isMarked) {
                Files.deleteIfExists(marker);
            }
            throw nameTaken();
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            moveWhereLinksAreNone();
        }
        Files.deleteIfExists(temporary);
        if (withMarker) {
            declareComplete();
        }
        force(target.getParent());
        return received;
    }

    /** Behind the file's name: before, the marker could have been taken for that of a file which somebody else is still writing. */
    private void declareComplete() throws IOException {
        try {
            createMarker(target.resolveSibling(target.getFileName() + ".done"));
        } catch (IOException e) {
            // Nobody would ever take it, and its name would be in use.
            Files.deleteIfExists(target);
            throw e;
        }
    }

    /** What is left without hard links is to look first: nobody in this process comes in between. */
    private void moveWhereLinksAreNone() throws IOException, UploadRefusedException {
        synchronized (Upload.class) {
            if (isTaken()) {
                throw nameTaken();
            }
            Files.move(temporary, target);
        }
    }

    private static boolean createMarker(Path marker) throws IOException {
        try {
            Files.createFile(marker);
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        }
    }

    private boolean isTaken() {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private static UploadRefusedException nameTaken() {
        return new UploadRefusedException(
                Reason.NAME_TAKEN,
                "A file of that name is waiting or being imported. Nothing was stored, and that file is as it was. Wait until it is"
                        + " done, or choose another name.");
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(temporary);
        }
    }
}
