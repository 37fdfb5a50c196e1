package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.report.RejectsWriter;
import dev.sluice.source.report.RowReasons;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.Journals;
import dev.sluice.source.settle.RejectedInOrder;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rows are acknowledged; the rejected ones are written down for the tenant, a slice a turn. */
final class Rejecting implements Step {
    private static final Logger log = LoggerFactory.getLogger(Rejecting.class);
    private static final long SLICE = 32 << 20;

    private final ImportRun run;
    private final ImportOutcome outcome;
    private Optional<RejectsWriter> writer = Optional.empty();

    Rejecting(ImportRun run, ImportOutcome outcome) {
        this.run = run;
        this.outcome = outcome;
    }

    @Override
    public Turn turn() throws IOException {
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
                run.lane().surroundings().signal().run();
                return Turn.await(this);
            }
        } catch (NoSuchFileException | EOFException | UnpackException changed) {
            close();
            return without(changed.toString());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        Step settling = run.settling(outcome, Optional.of(writer.get().rejections()));
        close();
        return Turn.go(settling);
    }

    private Turn without(String why) {
        log.warn(
                "{}: the rejected rows cannot be written for the tenant ({}); all are archived. Nothing needs to be done.",
                run.file(),
                Violation.cut(why));
        return Turn.go(run.settling(outcome, Optional.empty()));
    }

    private RejectsWriter open(Definition definition) throws IOException {
        Journals journals = run.lane().home().journals();
        String importId = run.context().importId();
        Path rejectedRows = run.rejectedRows();
        RejectedInOrder rows = RejectedInOrder.open(rejectedRows, RejectedRows.scratch(rejectedRows));
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
                            journals.attachment(importId, Attachment.REJECTS),
                            journals.attachment(importId, Attachment.REASONS));
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

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            RejectsWriter open = writer.get();
            writer = Optional.empty();
            open.close();
        }
    }
}
