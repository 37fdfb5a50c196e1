package dev.sluice.source.lane;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import dev.sluice.source.define.Definition;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.report.DatasetMeter;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dataset's way through its files: strictly one after another. Trouble with the world, and any other, is this lane's alone: it
 * backs off and tries again while the others go on. Poll thread only.
 */
final class Lane implements Closeable {
    /** Name of a tenant's lane for files whose dataset cannot be told. */
    static final String NO_DATASET = "";

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final long FIRST_BACKOFF_MILLIS = 500;
    private static final long LAST_BACKOFF_MILLIS = 30_000;
    /** How often a step may fail unexpectedly. */
    private static final int TRIES = 5;

    private final TenantHome home;
    private final String dataset;
    private final Surroundings surroundings;
    private final Topics topics;
    private final Map<String, String> sourcePartition;
    private final Deque<Work> queue = new ArrayDeque<>();
    private final DatasetMeter meter;
    private Optional<Step> step;
    private long backoffMillis;
    private int unexpected;
    private long quietSince;
    private final Growth growth = new Growth(this);
    private final FileLog fileLog = new FileLog();

    /** @param isOurs whether the dataset is this task's; if not, the lane only helps with the files of another's */
    Lane(TenantHome home, String dataset, Surroundings surroundings, boolean isOurs) {
        this.home = home;
        this.dataset = dataset;
        this.surroundings = surroundings;
        this.topics = surroundings
                .topics()
                .resolved(home.tenant().name(), dataset.equals(NO_DATASET) ? Topics.NO_DATASET : dataset);
        this.sourcePartition = ImportOffset.partition(home.tenant(), dataset);
        this.meter = surroundings.meters().of(home.tenant(), dataset);
        this.step = isOurs && !dataset.equals(NO_DATASET) ? Optional.of(new Recovering(this)) : Optional.empty();
    }

    TenantHome home() {
        return home;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Topics topics() {
        return topics;
    }

    Map<String, String> sourcePartition() {
        return sourcePartition;
    }

    /** The dataset of this lane; call it only for a lane that has one. */
    DatasetId id() {
        return new DatasetId(home.tenant(), dataset);
    }

    /** The dataset's name for events; null for a lane that has none. */
    String datasetName() {
        return dataset.equals(NO_DATASET) ? null : dataset;
    }

    DatasetMeter meter() {
        return meter;
    }

    FileLog fileLog() {
        return fileLog;
    }

    Tenant tenant() {
        return home.tenant();
    }

    Instant now() {
        return Instant.ofEpochMilli(surroundings.clock().millis());
    }

    /** True if a file is still as it was seen. */
    boolean isUnchanged(StagedFile file) throws IOException {
        return home.directory().look(file.path()).filter(file::equals).isPresent();
    }

    /** How a file is to be imported that is taken now. */
    Manner manner(StagedFile file) {
        boolean isPaced = home.pace().isLimited();
        if (surroundings.splitting().isFor(file) && !isPaced) {
            return Manner.RANGES;
        }
        TaskTransaction transaction = surroundings.transaction();
        if (!transaction.isWanted()) {
            return Manner.ROWS;
        }
        if (!transaction.isFor(file)) {
            return Manner.TOO_LARGE;
        }
        // The others would wait for as long as the limit lets it take.
        return isPaced ? Manner.PACED : Manner.ATOMIC;
    }

    /** Replaces what is to be done next. */
    void queue(List<Work> work) {
        queue.clear();
        queue.addAll(work);
    }

    /** Forgets what is to be done next, because it was found under circumstances that have changed. */
    void forgetQueue() {
        queue.clear();
    }

    /** Goes on until there are records, or nothing more to do now. */
    Portion turn() {
        long quiet = surroundings.clock().millis() - quietSince;
        if (quiet >= 0 && quiet < backoffMillis) {
            return Portion.NOTHING;
        }
        try {
            while (true) {
                if (step.isEmpty()) {
                    step = begin();
                    if (step.isEmpty()) {
                        return Portion.NOTHING;
                    }
                }
                Step before = step.get();
                Turn turn = before.turn();
                step = turn.next();
                // Neither waiting for an answer, nor reading again what was read before, nor what may be aborted yet is
                // progress: the failure may be behind it.
                if (!surroundings.transaction().isOpen()
                        && (!turn.portion().records().isEmpty()
                                || step.filter(next -> next == before).isEmpty())) {
                    backoffMillis = 0;
                    unexpected = 0;
                }
                if (turn.yields()) {
                    return turn.portion();
                }
            }
        } catch (IOException e) {
            backOff(e);
        } catch (RuntimeException e) {
            backOff(e);
            giveUp(e);
        }
        return Portion.NOTHING;
    }

    /** The next file that is still as it was found. */
    private Optional<Step> begin() throws IOException {
        while (!queue.isEmpty()) {
            Work work = queue.peek();
            if (work instanceof Work.Help help) {
                queue.remove();
                // Also if the file has changed: its owner waits for the ends of all ranges.
                return Optional.of(new Helping(Share.of(this, help.journal(), help.plan())));
            }
            boolean unchanged = isUnchanged(work.file());
            queue.remove();
            if (unchanged && !home.taken().contains(work.file())) {
                return Optional.of(step(work));
            }
        }
        return Optional.empty();
    }

    private Step step(Work work) {
        if (work instanceof Work.Define define) {
            return new Defining(this, define.file());
        }
        if (work instanceof Work.Import data) {
            return new Admitting(this, data.file());
        }
        Work.Refuse refuse = (Work.Refuse) work;
        return Refusals.file(this, refuse.file(), refuse.reasons());
    }

    /** A fault of ours must not keep a dataset's files waiting for ever. */
    private void giveUp(RuntimeException e) {
        unexpected++;
        if (unexpected >= TRIES) {
            step = step.flatMap(failing -> failing.instead(e)).or(() -> step);
        }
    }

    private void backOff(Exception e) {
        backoffMillis = backoffMillis == 0 ? FIRST_BACKOFF_MILLIS : Math.min(2 * backoffMillis, LAST_BACKOFF_MILLIS);
        quietSince = surroundings.clock().millis();
        if (e instanceof IOException) {
            log.warn(
                    "{}/{}: {} (tried again in {} ms; other datasets go on)",
                    home.tenant(),
                    dataset,
                    e.toString(),
                    backoffMillis);
        } else {
            log.error(
                    "{}/{}: unexpected failure, tried again in {} ms; other datasets go on. Please report it.",
                    home.tenant(),
                    dataset,
                    backoffMillis,
                    e);
        }
    }

    /** A file's rows, from a position on; for the caller to close. */
    CsvFile open(StagedFile file, Definition definition, Position from) throws IOException {
        return CsvFile.open(
                home.directory().openData(file.path(), definition.maxFileBytes()),
                definition,
                surroundings.limits().recordBytes(),
                from);
    }

    /** How many partitions the rows topic has now. */
    Errand<Integer> askForPartitions() {
        return Errand.send(
                this, Errands.To.KAFKA, () -> surroundings.partitions().count(topics.rows()));
    }

    Announcement announcement(List<Announcement.Part> parts, int partitions, ImportOffset during, ImportOffset after) {
        long most = surroundings.schemas().limit().bytes();
        List<Announcement.Part> fitting =
                parts.stream().map(part -> part.fitting(most)).toList();
        return new Announcement(fitting, topics, partitions, sourcePartition, during, after, surroundings.signal());
    }

    Growth growth() {
        return growth;
    }

    @Override
    public void close() throws IOException {
        if (step.isPresent()) {
            step.get().close();
        }
    }
}
