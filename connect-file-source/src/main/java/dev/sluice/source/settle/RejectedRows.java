package dev.sluice.source.settle;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.split.Position;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An import's rejected rows, on disk, so that counts are exact after a crash and millions of them need no memory.
 *
 * <p>Entries of four numbers: a rejected row, or a <em>mark</em>: all rows before it are acknowledged and the rejected ones among them
 * stand above. Connect may commit an offset a moment before its rejections are written here (at once after acknowledging in
 * at-least-once mode, even before {@code commitRecord} in exactly-once mode). So an import resumes at its committed offset or at the
 * last mark, whichever comes first: some rows may be sent twice, which changes nothing, but no count is ever wrong. For the same
 * reason entries need not be forced to disk. Poll thread.
 */
public final class RejectedRows implements Closeable {
    static final int ENTRY_BYTES = 4 * Long.BYTES;

    /** Where to resume, and how many rows before it were rejected. */
    public record Resumption(Position from, long rejectedBefore) {}

    private final FileChannel channel;
    private final FileChannel written;

    private RejectedRows(FileChannel channel, FileChannel written) {
        this.channel = channel;
        this.written = written;
    }

    /** Opens a file for more entries; creates it if there is none. */
    public static RejectedRows open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS));
        try {
            return new RejectedRows(
                    channel, FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * All rows that are noted, in order; nothing may be added until it is closed. They are this task's own notes even if another task,
     * which has taken its place, has put others under their name.
     *
     * @param scratch written if they have to be sorted
     */
    public RejectedInOrder inOrder(Path scratch) throws IOException {
        return RejectedInOrder.of(written, scratch);
    }

    /** Notes what has become known. Call it with every progress of the ledger, in order. */
    public void add(AckLedger.Progress progress) throws IOException {
        List<RowPosition> rows = progress.rejected();
        int entries = rows.size() + (progress.upTo().isPresent() ? 1 : 0);
        if (entries == 0) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(entries * ENTRY_BYTES);
        rows.forEach(row -> put(buffer, row));
        progress.upTo()
                .ifPresent(mark -> buffer.putLong(-mark.ordinal())
                        .putLong(mark.line())
                        .putLong(mark.bytes())
                        .putLong(0));
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static void put(ByteBuffer buffer, RowPosition row) {
        buffer.putLong(row.ordinal())
                .putLong(row.line())
                .putLong(row.byteStart())
                .putLong(row.byteLength());
    }

    /**
     * Finds where to resume, and forgets what comes after it.
     *
     * @param committed what Connect has committed
     */
    public static Resumption resume(Path file, Position committed) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Resumption(Position.START, 0);
        }
        Position lastMark = lastMark(file);
        Position from = committed.ordinal() <= lastMark.ordinal() ? committed : lastMark;
        return new Resumption(from, keep(file, from, file));
    }

    /**
     * Goes on with what another has noted, who may not know yet that he was replaced: his notes stay as they are.
     *
     * @param to written anew
     * @return how many rows before the position were rejected
     */
    public static long continued(Path notes, Path to, Position from) throws IOException {
        return keep(notes, from, to);
    }

    /**
     * Adds all that is noted in a file to another.
     *
     * @return bytes, at least 1
     */
    public static long copy(Path notes, FileChannel to) throws IOException {
        try (FileChannel from = FileChannel.open(notes, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long end = from.size() / ENTRY_BYTES * ENTRY_BYTES;
            long copied = 0;
            while (copied < end) {
                long more = from.transferTo(copied, end - copied, to);
                if (more <= 0) {
                    throw new IOException("rejected rows were cut off while they were copied");
                }
                copied += more;
            }
            return Math.max(1, copied);
        }
    }

    /** The last mark of an import's rejected rows; the start if there is none. */
    public static Position lastMark(Path file) throws IOException {
        return lastMark(file, Long.MAX_VALUE);
    }

    /** The last mark at or before a row; the start if there is none. */
    public static Position lastMark(Path file, long ordinal) throws IOException {
        Position lastMark = Position.START;
        try (DataInputStream in = in(file)) {
            for (long left = Files.size(file) / ENTRY_BYTES; left > 0; left--) {
                long entry = in.readLong();
                long line = in.readLong();
                long bytes = in.readLong();
                in.readLong();
                if (entry < 0 && -entry > lastMark.ordinal() && -entry <= ordinal) {
                    lastMark = new Position(bytes, line, -entry);
                }
            }
            return lastMark;
        } catch (NoSuchFileException e) {
            return Position.START;
        }
    }

    private static long keep(Path file, Position from, Path to) throws IOException {
        Path kept = to.resolveSibling(to.getFileName() + ".tmp");
        long rejected = 0;
        try (RejectedInOrder rows = RejectedInOrder.open(file, scratch(to));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(
                        kept,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)))) {
            Optional<RowPosition> row = rows.next();
            while (row.isPresent() && row.get().ordinal() < from.ordinal()) {
                rejected++;
                write(
                        out,
                        row.get().ordinal(),
                        row.get().line(),
                        row.get().byteStart(),
                        row.get().byteLength());
                row = rows.next();
            }
            write(out, -from.ordinal(), from.line(), from.bytes(), 0);
        }
        Files.move(kept, to, StandardCopyOption.ATOMIC_MOVE);
        return rejected;
    }

    /** Where a file's rows are sorted when the task starts. */
    static Path scratch(Path file) {
        return file.resolveSibling(file.getFileName() + ".sorted.tmp");
    }

    private static void write(DataOutputStream out, long first, long second, long third, long fourth)
            throws IOException {
        out.writeLong(first);
        out.writeLong(second);
        out.writeLong(third);
        out.writeLong(fourth);
    }

    private static DataInputStream in(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new DataInputStream(new BufferedInputStream(raw, 1 << 16));
    }

    @Override
    public void close() throws IOException {
        try (channel;
                written) {
            // Closing is all.
        }
    }
}
