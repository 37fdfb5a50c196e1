package dev.sluice.source.lane;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.Announcement.Part;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What partitions are told of an import. Each of them, read alone, tells a whole story: one that was added since the definition came
 * into force is told the definition first, and one that was added in mid-import its start too.
 */
final class ImportNews implements Announcing.Notice {
    private final Lane lane;
    private final ImportJournal journal;
    private final Optional<Event> event;
    private final ImportOffset during;
    private final ImportOffset after;
    private final Optional<AcceptedDefinition> definition;

    /**
     * @param event empty if new partitions are only to be told what the others know
     * @param after committed once all is acknowledged
     */
    ImportNews(Lane lane, ImportJournal journal, Optional<Event> event, ImportOffset during, ImportOffset after)
            throws IOException {
        this.lane = lane;
        this.journal = journal;
        this.event = event;
        this.during = during;
        this.after = after;
        this.definition = accepted();
    }

    static ImportStarted start(ImportJournal journal) {
        return new ImportStarted(
                journal.context(),
                journal.started(),
                journal.file().path(),
                journal.file().size());
    }

    @Override
    public Announcement to(int partitions) {
        List<Part> parts = new ArrayList<>();
        definition.ifPresent(accepted -> {
            int had = accepted.reach().partitions(lane.topics().rows());
            if (had < partitions) {
                String file = lane.id().name() + StagedFile.DEFINITION_SUFFIX;
                parts.add(new Part(
                        Defining.event(accepted.definition(), accepted.version(), file, journal.started()), had));
            }
        });
        int had = lane.growth().announcedTo();
        boolean isStart = event.filter(ImportStarted.class::isInstance).isPresent();
        if (had > 0 && had < partitions && !isStart) {
            parts.add(new Part(start(journal), had));
        }
        event.map(Part::ofAll).ifPresent(parts::add);
        return lane.announcement(parts, partitions, during, after);
    }

    @Override
    public void arrived(int partitions) throws IOException {
        lane.growth().announcedTo(partitions);
        String topic = lane.topics().rows();
        // Read again: another task, which has taken our place, may have written it.
        Optional<AcceptedDefinition> accepted = accepted();
        if (accepted.isPresent() && accepted.get().reach().partitions(topic) != partitions) {
            lane.home().datasets().save(accepted.get().withReach(topic, partitions));
        }
    }

    private Optional<AcceptedDefinition> accepted() throws IOException {
        return lane.home()
                .datasets()
                .get(lane.id().name())
                .filter(accepted -> accepted.version() == journal.context().version());
    }
}
