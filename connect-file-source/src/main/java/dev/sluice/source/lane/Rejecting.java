package dev.sluice.source.lane;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.report.AttachmentFile;
import dev.sluice.source.report.Rejections;
import dev.sluice.source.report.RejectsWriter;
import dev.sluice.source.report.RowReasons;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.RejectedInOrder;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.Sealing;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of a file are rejected; they are written down for the tenant, and why, a slice a turn. */
final class Rejecting implements Step {
    private static final Logger log = LoggerFactory.getLogger(Rejecting.class);
    private static final int SLICE = 32 << 20;

    /**
     * A file with rejected rows.
     *
     * @param context its import, or what its import would be
     * @param rows file of their positions
     * @param note a file that nobody else writes, by the end of its name
     */
    record Of(StagedFile file, ImportContext context, Path rows, Function<String, Path> note) {}

    /** What comes next. */
    interface Next {
        /**
         * Goes on.
         *
         * @param rejections what the report says of them; empty if nothing can be said
         * @param attachments what lies beside the report
         */
        Step with(Optional<Rejections> rejections, Map<Attachment, Path> attachments);
    }

    private final Lane lane;
    private final Of of;
    private final Next next;
    private final Map<Attachment, Path> attachments = new EnumMap<>(Attachment.class);
    private Optional<RejectedRows> notes;
    private Optional<RejectsWriter> writer = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    /** @param notes the rejected rows, closed with this; empty to open them again */
    Rejecting(Lane lane, Of of, Optional<RejectedRows> notes, Next next) {
        this.lane = lane;
        this.of = of;
        this.notes = notes;
        this.next = next;
    }

    @Override
    public Turn turn() throws IOException {
        if (failure.isPresent()) {
            return without(failure.get().toString());
        }
        try {
            if (writer.isEmpty()) {
                Optional<AcceptedDefinition> dataset = lane.home()
                        .datasets()
                        .get(lane.id().name())
                        .filter(accepted -> accepted.version() == of.context().version());
                if (dataset.isEmpty() || !lane.isUnchanged(of.file())) {
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
        Step after = next.with(Optional.of(writer.get().rejections()), attachments);
        close();
        return Turn.go(after);
    }

    private Turn without(String why) throws IOException {
        close();
        log.warn(
                "{}: the rejected rows cannot be written for the tenant ({}); the report is. Nothing needs to be done.",
                of.file(),
                Violation.cut(why));
        return Turn.go(next.with(Optional.empty(), Map.of()));
    }

    private RejectsWriter open(Definition definition) throws IOException {
        if (notes.isEmpty()) {
            notes = Optional.of(RejectedRows.open(of.rows()));
        }
        RejectedInOrder rows = notes.get().inOrder(of.note().apply(".sorted"));
        try {
            CsvFile file = CsvFile.open(
                    content(definition),
                    definition,
                    lane.surroundings().limits().recordBytes(),
                    Position.START);
            try {
                OpenFile bytes = content(definition);
                try {
                    return writer(definition, file, bytes, rows, reasons(definition, file));
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

    /** Of an encrypted file, nothing is written in clear text; of a dataset with encrypted columns, no row is. */
    private RejectsWriter writer(
            Definition definition, CsvFile file, OpenFile bytes, RejectedInOrder rows, RowReasons reasons)
            throws IOException {
        attachments.clear();
        boolean isFileSecret = of.file().isEncrypted();
        AttachmentFile rejects =
                opened(Attachment.REJECTS, Attachment.SEALED_REJECTS, isFileSecret || definition.isEncrypted());
        try {
            AttachmentFile why = opened(Attachment.REASONS, Attachment.SEALED_REASONS, isFileSecret);
            return new RejectsWriter(file, bytes, rows, reasons, rejects, why);
        } catch (IOException | RuntimeException e) {
            rejects.close();
            throw e;
        }
    }

    private AttachmentFile opened(Attachment clear, Attachment sealed, boolean isSecret) throws IOException {
        Optional<Sealing> sealing = isSecret ? lane.home().confidentiality().sealing() : Optional.empty();
        if (isSecret && sealing.isEmpty()) {
            return AttachmentFile.none();
        }
        Attachment attachment = isSecret ? sealed : clear;
        Path path = of.note().apply(attachment.suffix());
        attachments.put(attachment, path);
        return AttachmentFile.open(path, sealing);
    }

    private RowReasons reasons(Definition definition, CsvFile file) throws IOException {
        if (!(file.columns() instanceof RowColumns.Result.Mapped mapped)) {
            throw new EOFException("the header is not what it was");
        }
        return lane.surroundings().schemas().of(definition, of.context(), mapped.columns())::of;
    }

    private OpenFile content(Definition definition) throws IOException {
        return lane.home().directory().openData(of.file().path(), definition.maxFileBytes());
    }

    /** What became of the file is decided; nothing fails because its rejected rows cannot be copied. */
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
