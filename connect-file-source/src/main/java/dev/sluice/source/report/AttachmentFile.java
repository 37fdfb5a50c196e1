package dev.sluice.source.report;

import dev.sluice.source.stage.Sealing;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** Something that is written for a tenant, beside a report: in clear text, encrypted, or not at all. One thread. */
public final class AttachmentFile implements Closeable {
    private final Optional<FileChannel> channel;
    private final OutputStream buffered;
    private final OutputStream stream;

    private AttachmentFile(Optional<FileChannel> channel, OutputStream buffered, OutputStream stream) {
        this.channel = channel;
        this.buffered = buffered;
        this.stream = stream;
    }

    /** What is written to it is forgotten. */
    public static AttachmentFile none() {
        return new AttachmentFile(Optional.empty(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    /**
     * Begins a file anew.
     *
     * @param sealing empty for clear text
     */
    public static AttachmentFile open(Path path, Optional<Sealing> sealing) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
        try {
            OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            OutputStream stream = sealing.isEmpty() ? buffered : sealing.get().sealed(buffered);
            return new AttachmentFile(Optional.of(channel), buffered, stream);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    OutputStream stream() {
        return stream;
    }

    /** Nothing more is written; when this returns, it is on disk. */
    void complete() throws IOException {
        if (stream != buffered) {
            stream.close();
        }
        buffered.flush();
        if (channel.isPresent()) {
            channel.get().force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
