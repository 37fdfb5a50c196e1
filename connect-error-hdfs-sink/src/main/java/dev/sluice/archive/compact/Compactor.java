package dev.sluice.archive.compact;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.fs.ErrorOutput;
import dev.sluice.archive.layout.ArchivedName;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartFile;
import dev.sluice.archive.part.PartReader;
import dev.sluice.archive.part.RowEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes over the archive and merges small files. One thread at a time. */
public final class Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final int REMEMBERED = 50_000;
    /** Nothing that is merged takes that long. */
    private static final long LEFT_BEHIND_MS = 86_400_000L;

    private final ErrorFileSystem fileSystem;
    private final CompactionPolicy policy;
    private final FileFormat format;
    private final int depth;
    private final String workDirectory;
    private final LongSupplier now;
    private final BooleanSupplier stopped;
    /** Directories that need not be looked at before they change, by the time of their last change. */
    private final Map<String, Long> settled = new LinkedHashMap<>();

    /**
     * A compactor that has done nothing yet.
     *
     * @param depth of the directories that hold files
     * @param id never used twice
     * @param now milliseconds since the epoch, as the file system counts them
     * @param stopped asked often; true ends the pass
     */
    public Compactor(
            ErrorFileSystem fileSystem,
            CompactionPolicy policy,
            FileFormat format,
            int depth,
            String id,
            LongSupplier now,
            BooleanSupplier stopped) {
        this.fileSystem = fileSystem;
        this.policy = policy;
        this.format = format;
        this.depth = depth;
        this.workDirectory = Layout.MEMORY + "/compact/" + id;
        this.now = now;
        this.stopped = stopped;
    }

    /** What a pass did. */
    public record Result(int merged, int written) {
        private Result and(Result other) {
            return new Result(merged + other.merged, written + other.written);
        }
    }

    /**
     * One pass.
     *
     * @param sources {@link Layout#source()} of the topic-partitions whose files are to be merged
     * @throws IOException if the file system fails; what was begun is finished by a later pass
     */
    public Result pass(Set<String> sources) throws IOException {
        finishLeftBehind(sources);
        fileSystem.makeDirectory(workDirectory);
        Result result = walk("", 0, sources);
        fileSystem.delete(workDirectory);
        return result;
    }

    /**
     * What passes that died have left behind. Their work directories tell where they were at work: there, two files may have the same
     * rows, which readers that do not know the rule of names see twice, so it is put right at once, not when the directory is due.
     */
    private void finishLeftBehind(Set<String> sources) throws IOException {
        String works = Layout.parent(workDirectory);
        for (Entry entry : fileSystem.list(works)) {
            String work = works + "/" + entry.name();
            dropSuperseded(work, "", 0, sources);
            if (work.equals(workDirectory) || entry.modified() < now.getAsLong() - LEFT_BEHIND_MS) {
                fileSystem.delete(work);
            }
        }
    }

    private void dropSuperseded(String work, String path, int level, Set<String> sources) throws IOException {
        if (level == depth) {
            dropSuperseded(path, plan(fileSystem.list(path), Set.of(), sources));
            return;
        }
        for (Entry entry : fileSystem.list(child(work, path))) {
            if (entry.directory()) {
                dropSuperseded(work, child(path, entry.name()), level + 1, sources);
            }
        }
    }

    private void dropSuperseded(String directory, CompactionPlan plan) throws IOException {
        for (ArchivedName superseded : plan.superseded()) {
            fileSystem.delete(directory + "/" + superseded);
        }
    }

    private CompactionPlan plan(List<Entry> directory, Set<String> elsewhere, Set<String> sources) {
        return CompactionPlan.of(directory, elsewhere, sources, format.extension(), policy);
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "/" + name;
    }

    private Result walk(String path, int level, Set<String> sources) throws IOException {
        Result result = new Result(0, 0);
        for (Entry entry : fileSystem.list(path)) {
            if (!entry.directory()
                    || entry.name().startsWith(".")
                    || entry.name().startsWith("_")) {
                continue;
            }
            if (stopped.getAsBoolean()) {
                return result;
            }
            String child = child(path, entry.name());
            if (level + 1 < depth) {
                result = result.and(walk(child, level + 1, sources));
            } else if (policy.isDue(entry, now.getAsLong()) && !isSettled(child, entry.modified())) {
                result = result.and(compact(child, sources));
                remember(child, entry.modified());
            }
        }
        return result;
    }

    private Result compact(String directory, Set<String> sources) throws IOException {
        List<Entry> there = fileSystem.list(directory);
        CompactionPlan plan = plan(there, Set.of(), sources);
        dropSuperseded(directory, plan);
        Result result = new Result(0, 0);
        if (plan.merges().isEmpty()) {
            return result;
        }
        plan = plan(there, elsewhere(directory, there), sources);
        String work = workDirectory + "/" + directory;
        fileSystem.makeDirectory(work);
        for (List<ArchivedName> group : plan.merges()) {
            if (!stopped.getAsBoolean() && merge(directory, group)) {
                result = result.and(new Result(group.size(), 1));
            }
        }
        fileSystem.delete(work);
        return result;
    }

    /**
     * Files that belong between those that were listed, but were in the overflow then. One that still had its temporary name is of a
     * later part than all of these; one that was in the overflow is there still, or has come home.
     */
    private Set<String> elsewhere(String directory, List<Entry> there) throws IOException {
        Set<String> elsewhere = new HashSet<>();
        fileSystem.list(Layout.overflow(directory)).forEach(entry -> elsewhere.add(entry.name()));
        fileSystem.list(directory).forEach(entry -> elsewhere.add(entry.name()));
        there.forEach(entry -> elsewhere.remove(entry.name()));
        return elsewhere;
    }

    /** False if the files are not what their names say, or of a newer Sluice: then they are left alone. */
    private boolean merge(String directory, List<ArchivedName> group) throws IOException {
        ArchivedName merged = new ArchivedName(
                group.get(0).source(),
                group.get(0).first(),
                group.get(group.size() - 1).last(),
                format.extension());
        String temporary = workDirectory + "/" + directory + "/" + merged;
        long length;
        try {
            length = write(temporary, directory, group);
        } catch (NotAsNamed e) {
            fileSystem.delete(temporary);
            LOG.warn(
                    "file (where='{}/{}') is not merged with others: {}; nothing is lost. If a newer Sluice has written it, upgrade "
                            + "this plugin; if not, find out who has.",
                    directory,
                    e.name,
                    e.getMessage());
            return false;
        }
        String target = directory + "/" + merged;
        if (!fileSystem.rename(temporary, target)) {
            // Somebody else has merged the same files, or the directory is gone.
            fileSystem.delete(temporary);
        }
        OptionalLong there = fileSystem.length(target);
        if (there.isEmpty() || there.getAsLong() == 0) {
            return false;
        }
        for (ArchivedName name : group) {
            fileSystem.delete(directory + "/" + name);
        }
        LOG.info("{}: {} files merged into {}, {} bytes", directory, group.size(), merged, length);
        return true;
    }

    private long write(String temporary, String directory, List<ArchivedName> group) throws IOException {
        fileSystem.delete(temporary);
        ErrorOutput out = fileSystem.create(temporary);
        try {
            PartFile file = format.start(out);
            Copy copy = new Copy(file, format.encoder());
            for (ArchivedName name : group) {
                copy.file(directory, name);
            }
            return file.close();
        } catch (IOException | RuntimeException e) {
            out.discard();
            throw e;
        }
    }

    private boolean isSettled(String directory, long modified) {
        Long seen = settled.get(directory);
        return seen != null && seen == modified;
    }

    private void remember(String directory, long modified) {
        settled.put(directory, modified);
        if (settled.size() > REMEMBERED) {
            settled.remove(settled.keySet().iterator().next());
        }
    }

    /** A file does not hold what it must. */
    private static final class NotAsNamed extends IOException {
        private static final long serialVersionUID = 1L;
        private final String name;

        NotAsNamed(ArchivedName name, String message) {
            super(message);
            this.name = name.toString();
        }
    }

    /** Copies rows and looks at each. */
    private final class Copy {
        private final PartFile target;
        private final RowEncoder encoder;
        private final ByteArrayOutputStream row = new ByteArrayOutputStream();
        private long last;

        Copy(PartFile target, RowEncoder encoder) {
            this.target = target;
            this.encoder = encoder;
        }

        void file(String directory, ArchivedName name) throws IOException {
            last = name.first() - 1;
            try (InputStream in = fileSystem.open(directory + "/" + name)) {
                PartReader.readWhole(name.toString(), in, envelope -> copy(envelope, name));
            } catch (PartReader.NewerForm e) {
                throw new NotAsNamed(name, e.getMessage());
            }
            if (last != name.last()) {
                throw new NotAsNamed(name, "its last row is at offset " + last);
            }
        }

        private void copy(Envelope envelope, ArchivedName name) throws IOException {
            long offset = envelope.origin().offset();
            if (offset <= last || offset > name.last()) {
                throw new NotAsNamed(name, "a row at offset " + offset + " follows one at " + last);
            }
            last = offset;
            row.reset();
            encoder.encode(envelope, row);
            target.append(row.toByteArray(), 0, row.size());
        }
    }
}
