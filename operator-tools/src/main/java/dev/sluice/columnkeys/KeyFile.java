package dev.sluice.columnkeys;

import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.ColumnKeysException;
import dev.sluice.tenant.command.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The file of keys. It is replaced as a whole, by a new one beside it that is on disk before it takes its place: a key that is lost takes
 * what was encrypted with it along. The new one is also the lock: of two who change the file at the same time, one is refused.
 */
final class KeyFile {
    private static final long MAX_BYTES = 64L << 20;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /** @throws Refusal with all that is wrong with it, or if it is not there */
    ColumnKeys read() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new Refusal(file + " is larger than " + MAX_BYTES + " bytes; it was not read. Give a file of keys.");
        }
        try {
            return ColumnKeys.parse(Files.readString(file));
        } catch (ColumnKeysException e) {
            throw new Refusal(file + " is not in order, so nothing was done:", e.problems());
        }
    }

    /**
     * Changes the keys; if there is no file, those of no tenant. Whose file it is, and who may read it, stays.
     *
     * @return what the file holds now
     */
    ColumnKeys change(UnaryOperator<ColumnKeys> change) throws IOException {
        // A link stays one.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path next = target.resolveSibling(target.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            return replace(target, next, channel, change);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    next + " is there: somebody else changes the keys, or was broken off; nothing was changed."
                            + " If nobody does, remove it.");
        }
    }

    private ColumnKeys replace(Path target, Path next, FileChannel channel, UnaryOperator<ColumnKeys> change)
            throws IOException {
        ColumnKeys changed;
        try {
            boolean isNew = Files.notExists(target);
            changed = change.apply(isNew ? ColumnKeys.NONE : read());
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(changed.toJson());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            if (!isNew) {
                handOver(target, next);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            // Not after the move: then it would be that of whoever comes next.
            Files.deleteIfExists(next);
            throw e;
        }
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return changed;
    }

    private static void handOver(Path from, Path to) throws IOException {
        PosixFileAttributes old = view(from).readAttributes();
        PosixFileAttributes mine = view(to).readAttributes();
        try {
            if (!mine.group().equals(old.group())) {
                view(to).setGroup(old.group());
            }
            if (!mine.owner().equals(old.owner())) {
                view(to).setOwner(old.owner());
            }
            view(to).setPermissions(old.permissions());
        } catch (IOException e) {
            throw new Refusal(from + " is of user " + old.owner() + " and group " + old.group()
                    + ", and what you write cannot be; nothing was changed. Do it as that user, or as root.");
        }
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class);
    }

    /** What an operator should know of who may read it. */
    Optional<String> exposure() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                ? Optional.of(file + " can be read by everybody on this machine ("
                        + PosixFilePermissions.toString(permissions) + "). Take that away: chmod o= " + file)
                : Optional.empty();
    }
}
