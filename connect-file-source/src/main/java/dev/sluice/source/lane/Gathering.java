package dev.sluice.source.lane;

import dev.sluice.source.settle.RangeEnd;
import dev.sluice.source.settle.RejectedRows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rejected rows of all ranges are put together, in the order of the file, a range a turn. After a crash it begins anew. */
final class Gathering implements Step {
    /** What comes next. */
    interface Next {
        Step get() throws IOException;
    }

    private final ImportRun run;
    private final Share share;
    private final List<RangeEnd> ends;
    private final Next next;
    private final Path all;
    private Optional<FileChannel> out = Optional.empty();
    private int gathered;
    private boolean isWritten;

    /** @param ends of all ranges, in order */
    Gathering(ImportRun run, Share share, List<RangeEnd> ends, Next next) {
        this.run = run;
        this.share = share;
        this.ends = ends;
        this.next = next;
        this.all = run.lane()
                .home()
                .journals()
                .note(run.context().importId(), UUID.randomUUID().toString(), ".rejected");
    }

    @Override
    public Turn turn() throws IOException {
        if (!isWritten) {
            try {
                if (gathered < ends.size()) {
                    return Turn.work(add(ends.get(gathered++)), this);
                }
            } catch (IOException | RuntimeException e) {
                close();
                throw e;
            }
            close();
            Files.move(all, run.rejectedRows(), StandardCopyOption.ATOMIC_MOVE);
            isWritten = true;
        }
        return Turn.go(next.get());
    }

    private long add(RangeEnd end) throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(FileChannel.open(
                    all,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS)));
        }
        return end.counts().rejected() == 0
                ? 1
                : RejectedRows.copy(share.ranges().notes(end), out.get());
    }

    /** Begins anew, if it goes on at all. */
    @Override
    public void close() throws IOException {
        gathered = 0;
        if (out.isPresent()) {
            out.get().close();
            out = Optional.empty();
        }
    }
}
