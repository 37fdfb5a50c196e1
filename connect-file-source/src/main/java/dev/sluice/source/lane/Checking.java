package dev.sluice.source.lane;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.check.RowVerdicts;
import dev.sluice.source.check.Verdict;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.report.CheckOutcome;
import dev.sluice.source.report.Rejections;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All rows of a file are checked, form and meaning, a batch a turn, before any is emitted. Nothing is announced and nothing remembered: after
 * a crash, or any trouble, it begins anew. What is held does not grow with the file: of rows that are not in order, positions are noted
 * on disk.
 */
final class Checking implements Step {
    private final Candidate candidate;
    private final Lane lane;
    private final Admitting admitting;
    private final String writer = UUID.randomUUID().toString();
    private final Instant started;
    private Optional<CsvFile> csv;
    private Optional<RowVerdicts> verdicts = Optional.empty();
    private Optional<RejectedRows> notes = Optional.empty();
    private Rejections rejections = new Rejections();
    private long rows;

    /**
     * Begins.
     *
     * @param csv the file, opened at its beginning; closed with this
     * @param admitting told if the file may be loaded
     */
    Checking(Candidate candidate, CsvFile csv, Admitting admitting) {
        this.candidate = candidate;
        this.lane = candidate.lane();
        this.admitting = admitting;
        this.csv = Optional.of(csv);
        this.started = lane.now();
    }

    @Override
    public Turn turn() throws IOException {
        if (!lane.isUnchanged(candidate.file())) {
            return changed();
        }
        try {
            CsvFile file = open();
            return file.columns() instanceof RowColumns.Result.Mapped mapped
                    ? check(file, mapped.columns())
                    : changed();
        } catch (NoSuchFileException | EOFException e) {
            return changed();
        } catch (UnpackException e) {
            close();
            return Turn.go(
                    admitting.refusal(List.of(e.violation("the file was refused and no row of it was loaded."))));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private CsvFile open() throws IOException {
        if (csv.isEmpty()) {
            csv = Optional.of(lane.open(candidate.file(), candidate.accepted().definition(), Position.START));
        }
        if (notes.isEmpty()) {
            lane.meter().begun(candidate.file().path(), candidate.file().size(), 0);
            notes = Optional.of(RejectedRows.open(note(".rows")));
        }
        return csv.get();
    }

    private Path note(String suffix) throws IOException {
        return lane.home().checkNotes().note(lane.datasetName(), writer, suffix);
    }

    private Turn check(CsvFile file, RowColumns columns) throws IOException {
        if (verdicts.isEmpty()) {
            verdicts = Optional.of(
                    lane.surroundings().schemas().of(candidate.accepted().definition(), candidate.context(), columns));
        }
        RecordScanner scanner = file.scanner();
        Limits limits = lane.surroundings().limits();
        long begin = scanner.nextByte();
        Budget budget = new Budget(lane.surroundings().clock(), limits, limits.batchRows(), begin);
        List<RowPosition> rejected = new ArrayList<>();
        int read = 0;
        boolean more = true;
        while (budget.allows(read, scanner.nextByte())) {
            more = scanner.next();
            if (!more) {
                break;
            }
            read++;
            RowPosition row = new RowPosition(++rows, scanner.line(), scanner.byteStart(), scanner.byteLength());
            Verdict verdict = verdicts.get().of(row, scanner, file.parser());
            if (verdict.isRejection()) {
                rejections.add(row, verdict);
                rejected.add(row);
            } else if (!verdict.warnings().isEmpty()) {
                rejections.warned(verdict.warnings());
            }
        }
        notes.get().add(new AckLedger.Progress(rejected, Optional.empty()));
        lane.meter().read(0, 0, candidate.file().isPacked() ? file.bytesRead() : scanner.nextByte());
        long cost = scanner.nextByte() - begin + Turn.ROW_BYTES * read;
        return more ? Turn.work(cost, this) : checked(file);
    }

    private Turn checked(CsvFile file) throws IOException {
        if (file.bytesRead() != candidate.file().size() || !lane.isUnchanged(candidate.file())) {
            return changed();
        }
        CheckOutcome outcome = new CheckOutcome(started, lane.now(), rows, rejections, file.sha256());
        if (candidate.isDry()) {
            return Turn.go(writing(outcome, attachments -> CheckedFiles.dry(candidate, outcome, attachments)));
        }
        if (candidate.policy().budget().isExceeded(outcome.rejected(), rows)) {
            return Turn.go(writing(outcome, attachments -> CheckedFiles.refused(candidate, outcome, attachments)));
        }
        close();
        lane.meter().idle();
        return Turn.go(admitting.passed(candidate.context(), outcome));
    }

    /** What comes when the rejected rows are written down. */
    private interface Then {
        Step with(Map<Attachment, Path> attachments);
    }

    private Step writing(CheckOutcome outcome, Then then) throws IOException {
        Optional<RejectedRows> written = notes;
        notes = Optional.empty();
        closeFile();
        if (outcome.rejected() == 0) {
            written.orElseThrow().close();
            return then.with(Map.of());
        }
        Path folder = note("").getParent();
        Rejecting.Of of = new Rejecting.Of(
                candidate.file(), candidate.context(), note(".rows"), suffix -> folder.resolve(writer + suffix));
        return new Rejecting(lane, of, written, (again, attachments) -> then.with(attachments));
    }

    /** The next look finds the file as it is then, once it stands still. */
    private Turn changed() throws IOException {
        close();
        lane.meter().idle();
        lane.fileLog().out(candidate.file(), "changed or removed while it was checked; what is there is taken anew");
        return Turn.done();
    }

    private void closeFile() throws IOException {
        if (csv.isPresent()) {
            csv.get().close();
            csv = Optional.empty();
        }
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        return admitting.instead(e);
    }

    /** Forgets everything: the next turn begins anew. */
    @Override
    public void close() throws IOException {
        closeFile();
        verdicts = Optional.empty();
        rejections = new Rejections();
        rows = 0;
        if (notes.isPresent()) {
            notes.get().close();
            notes = Optional.empty();
            Files.deleteIfExists(note(".rows"));
        }
    }
}
