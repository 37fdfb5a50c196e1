package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.report.RejectsWriter;
import dev.sluice.source.report.RowReasons;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.RejectedInOrder;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rows are acknowledged; the rejected ones are written down for the tenant, a slice a turn. */
final class Rejecting implements Step {
    private static final Logger log = LoggerFactory.getLogger(Rejecting.class);
    private static final int SLICE = 32 << 20;

    private final ImportRun run;
    private final ImportOutcome outcome;
    private final String name = UUID.randomUUID().toString();
    private final Map<Attachment, Path> attachments = new EnumMap<>(Attachment.class);
    private Optional<RejectedRows> notes;
    private Optional<RejectsWriter> writer = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    /** @param notes the rejected rows, closed with this; empty to open them again */
    Rejecting(ImportRun run, ImportOutcome outcome, Optional<RejectedRows> notes) {
        this.run = run;
        this.outcome = outcome;
        this.notes = notes;
        for (Attachment attachment : Attachment.values()) {
            attachments.put(attachment, note(attachment.suffix()));
        }
    }

    private Path note(String suffix) {
        return run.lane().home().journals().note(run.context().importId(), name, suffix);
    }

    @Override
    public Turn turn() throws IOException {
        if (failure.isPresent()) {
            return without(failure.get().toString());
        }
        try {
            if (writer.isEmpty()) {
                Optional<AcceptedDefinition> dataset = run.lane()
                        .home()
                        .datasets()
                        .get(run.lane().id().name())
                        .filter(accepted -> accepted.version() == run.context().version());
                if (dataset.isEmpty() || !run.fileIsUnchanged()) {
                    return without("the file or its definition is not there any more");
                }
                writer = Optional.of(open(dataset.get().definition()));
            }
            if (writer.get().write(SLICE)) {
                return Turn.work(SLICE, this);
            }
        } catch (NoSuchFileException | EOFException | UnpackException changed) {
            return without(changed.toString());
        } catch (IOException | RuntimeException e) {
            closeWriter();
            throw e;
        }
        Step settling = run.settling(outcome, Optional.of(writer.get().rejections()), attachments);
        close();
        return Turn.go(settling);
    }

    private Turn without(String why) throws IOException {
        close();
        log.warn(
                "{}: the rejected rows cannot be written for the tenant ({}); all are archived. Nothing needs to be done.",
                run.file(),
                Violation.cut(why));
        return Turn.go(run.settling(outcome, Optional.empty(), Map.of()));
    }

    private RejectsWriter open(Definition definition) throws IOException {
        if (notes.isEmpty()) {
            notes = Optional.of(RejectedRows.open(run.rejectedRows()));
        }
        RejectedInOrder rows = notes.get().inOrder(note(".sorted"));
        try {
            CsvFile file = CsvFile.open(
                    content(definition),
                    definition,
                    run.lane().surroundings().limits().recordBytes(),
                    Position.START);
            try {
                OpenFile bytes = content(definition);
                try {
                    return new RejectsWriter(
                            file,
                            bytes,
                            rows,
                            RowReasons.UNKNOWN,
                            attachments.get(Attachment.REJECTS),
                            attachments.get(Attachment.REASONS));
                } catch (IOException | RuntimeException e) {
                    bytes.close();
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private OpenFile content(Definition definition) throws IOException {
        return run.lane().home().directory().openData(run.file().path(), definition.maxFileBytes());
    }

    /** The import has succeeded; it does not fail because its rejected rows cannot be copied. */
    @Override
    public Optional<Step> instead(RuntimeException e) {
        failure = Optional.of(e);
        return Optional.of(this);
    }

    private void closeWriter() throws IOException {
        if (writer.isPresent()) {
            RejectsWriter open = writer.get();
            writer = Optional.empty();
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeWriter();
        if (notes.isPresent()) {
            notes.get().close();
            notes = Optional.empty();
        }
    }
}
