package dev.sluice.archive.fs;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Gives a local disk the manners of HDFS. Hadoop's own local file system creates missing directories with a file, and its rename
 * overwrites, as that of POSIX does; the archive's safety rests on both being refused.
 */
final class LocalManners {
    private LocalManners() {}

    /** Creates a file; fails if it exists, or if its directory does not. */
    static ErrorOutput create(File file) throws IOException {
        return new LocalOutput(
                FileChannel.open(file.toPath(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Links the file under its new name, which fails if that exists, and takes the old name away. */
    static boolean rename(File from, File to) throws IOException {
        Path source = from.toPath();
        try {
            Files.createLink(to.toPath(), source);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        }
        Files.deleteIfExists(source);
        return true;
    }

    /** Puts a file in the place of another; does nothing if there is none. */
    static void replace(File from, File to) throws IOException {
        try {
            Files.move(from.toPath(), to.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            if (from.exists()) {
                throw e;
            }
        }
    }

    /** Hadoop's own looks first, and then deletes with all that has come meanwhile. */
    static void removeEmpty(File directory) throws IOException {
        try {
            Files.deleteIfExists(directory.toPath());
        } catch (DirectoryNotEmptyException e) {
            return;
        }
    }

    private static final class LocalOutput extends ErrorOutput {
        private final FileChannel channel;
        private final OutputStream out;

        LocalOutput(FileChannel channel) {
            this.channel = channel;
            this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                out.flush();
                channel.force(true);
                channel.close();
            }
        }

        @Override
        public void discard() {
            try {
                channel.close();
            } catch (IOException e) {
                // Its content is not wanted, so neither is the reason.
                return;
            }
        }
    }
}
