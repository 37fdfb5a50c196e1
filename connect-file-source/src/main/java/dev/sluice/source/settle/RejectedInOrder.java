package dev.sluice.source.settle;

import dev.sluice.contract.RowPosition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The rows of a {@link RejectedRows} file in the order of their ordinals, each once. They mostly stand in order already, but need not:
 * partitions acknowledge as they please, and a task that does not know yet that it was replaced writes too. So the ascending stretches
 * of pieces that are sorted in memory are merged from a scratch file. Memory is bounded by the piece and a small buffer for each. One
 * thread.
 */
public final class RejectedInOrder implements Closeable {
    /** How many rows are sorted in memory: 4 MiB. */
    static final int PIECE = 1 << 17;

    private static final int BUFFER_BYTES = 256 * RejectedRows.ENTRY_BYTES;

    private final FileChannel channel;
    private final boolean isOwn;
    private final PriorityQueue<Run> runs = new PriorityQueue<>(Comparator.comparingLong(Run::ordinal));
    private long last;

    private RejectedInOrder(FileChannel channel, boolean isOwn) {
        this.channel = channel;
        this.isOwn = isOwn;
    }

    /**
     * Opens a file.
     *
     * @param scratch written if the rows are not in order; gone when this is closed
     */
    public static RejectedInOrder open(Path file, Path scratch) throws IOException {
        return open(file, scratch, PIECE);
    }

    static RejectedInOrder open(Path file, Path scratch, int piece) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            return of(channel, true, scratch, piece);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Of an open file, which stays open when this is closed. */
    static RejectedInOrder of(FileChannel channel, Path scratch) throws IOException {
        return of(channel, false, scratch, PIECE);
    }

    private static RejectedInOrder of(FileChannel channel, boolean isOwn, Path scratch, int piece) throws IOException {
        if (isAscending(channel)) {
            return new RejectedInOrder(channel, isOwn).with(List.of(0L, whole(channel)));
        }
        FileChannel sorted = FileChannel.open(
                scratch,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE,
                        LinkOption.NOFOLLOW_LINKS));
        try {
            RejectedInOrder rows = new RejectedInOrder(sorted, true).with(sort(channel, sorted, piece));
            if (isOwn) {
                channel.close();
            }
            return rows;
        } catch (IOException | RuntimeException e) {
            sorted.close();
            throw e;
        }
    }

    private RejectedInOrder with(List<Long> bounds) throws IOException {
        for (int i = 0; i + 1 < bounds.size(); i++) {
            add(new Run(bounds.get(i), bounds.get(i + 1)));
        }
        return this;
    }

    private void add(Run run) throws IOException {
        if (run.advance()) {
            runs.add(run);
        }
    }

    /** The next row; empty behind the last. */
    public Optional<RowPosition> next() throws IOException {
        while (!runs.isEmpty()) {
            Run run = runs.remove();
            RowPosition row = run.current;
            add(run);
            if (row.ordinal() > last) {
                last = row.ordinal();
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private static long whole(FileChannel channel) throws IOException {
        return channel.size() / RejectedRows.ENTRY_BYTES * RejectedRows.ENTRY_BYTES;
    }

    private static boolean isAscending(FileChannel channel) throws IOException {
        RejectedInOrder all = new RejectedInOrder(channel, false);
        Run run = all.new Run(0, whole(channel));
        long before = 0;
        while (run.advance()) {
            if (run.ordinal() <= before) {
                return false;
            }
            before = run.ordinal();
        }
        return true;
    }

    private static List<Long> sort(FileChannel from, FileChannel to, int piece) throws IOException {
        List<Long> bounds = new ArrayList<>(List.of(0L));
        List<RowPosition> held = new ArrayList<>();
        Run run = new RejectedInOrder(from, false).new Run(0, whole(from));
        boolean more = true;
        while (more) {
            more = run.advance();
            if (more) {
                held.add(run.current);
            }
            if (!held.isEmpty() && (!more || held.size() == piece)) {
                held.sort(Comparator.comparingLong(RowPosition::ordinal));
                ByteBuffer bytes = ByteBuffer.allocate(held.size() * RejectedRows.ENTRY_BYTES);
                held.forEach(row -> RejectedRows.put(bytes, row));
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bounds.add(to.position());
                held.clear();
            }
        }
        return bounds;
    }

    @Override
    public void close() throws IOException {
        if (isOwn) {
            channel.close();
        }
    }

    /** A stretch of the file whose rows are in order; marks are passed over. */
    private final class Run {
        private final long end;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        private long at;
        private RowPosition current;

        Run(long start, long end) {
            this.at = start;
            this.end = end;
        }

        long ordinal() {
            return current.ordinal();
        }

        boolean advance() throws IOException {
            while (true) {
                if (!buffer.hasRemaining() && !fill()) {
                    return false;
                }
                long ordinal = buffer.getLong();
                long line = buffer.getLong();
                long start = buffer.getLong();
                long length = buffer.getLong();
                if (ordinal > 0) {
                    current = new RowPosition(ordinal, line, start, length);
                    return true;
                }
            }
        }

        private boolean fill() throws IOException {
            if (at >= end) {
                return false;
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new IOException("rejected rows were cut off while they were read");
                }
                at += read;
            }
            buffer.flip();
            return true;
        }
    }
}
