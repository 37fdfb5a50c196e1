package dev.sluice.source.lane;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.report.CheckOutcome;
import dev.sluice.source.settle.ImportId;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.UnpackException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A data file is looked at before any row of it is emitted: it is refused as a whole, or only checked, or its import is written into the
 * journal, if need be after all its rows were checked.
 */
final class Admitting implements Step {
    private final Lane lane;
    private final StagedFile file;
    private boolean compares;
    private boolean isVerified;
    private Optional<Boolean> dry = Optional.empty();
    private Optional<Pass> pass = Optional.empty();

    /** All rows were checked, against what the import is to be. */
    private record Pass(ImportContext context, CheckOutcome outcome) {}

    Admitting(Lane lane, StagedFile file) {
        this.lane = lane;
        this.file = file;
        this.compares = lane.surroundings().skipsDuplicates();
        this.isVerified = !file.isEncrypted();
    }

    @Override
    public Turn turn() throws IOException {
        Optional<AcceptedDefinition> accepted =
                lane.home().datasets().get(lane.id().name());
        if (accepted.isEmpty()) {
            return Turn.done();
        }
        Definition definition = accepted.get().definition();
        lane.surroundings().requireKeys(definition);
        if (dry.isEmpty()) {
            lane.home().checkNotes().begin(lane.id().name());
            dry = Optional.of(
                    definition.errors().dryRun() || lane.home().checkNotes().isAskedFor(file));
        }
        Optional<Violation> objection = lane.home().confidentiality().objection(file);
        if (objection.isPresent()) {
            return refuse(objection.get());
        }
        if (file.size() > definition.maxFileBytes()) {
            return refuse(tooLarge(definition));
        }
        if (compares && lane.home().history().mayKnow(lane.id().name(), file.size(), definition.fingerprint())) {
            compares = false;
            return Turn.go(new Comparing(lane, file, definition, this, this::refusal));
        }
        if (!isVerified) {
            isVerified = true;
            return Turn.go(new Verifying(lane, file, definition, this, this::refusal));
        }
        try {
            return admit(accepted.get());
        } catch (NoSuchFileException vanished) {
            return Turn.done();
        } catch (UnpackException e) {
            return refuse(e.violation("the file was refused and no row of it was loaded."));
        } catch (AccessDeniedException e) {
            return refuse(Refusals.unreadable(file));
        }
    }

    /** The file's rows are in order, as far as they must be. */
    Step passed(ImportContext context, CheckOutcome outcome) {
        pass = Optional.of(new Pass(context, outcome));
        return this;
    }

    /** What comes if the file is refused. */
    Step refusal(List<Violation> reasons) {
        return dry.orElse(false) ? CheckedFiles.dry(lane, file, reasons) : Refusals.file(lane, file, reasons);
    }

    private Turn admit(AcceptedDefinition accepted) throws IOException {
        byte[] head = lane.home().directory().head(file.path(), ImportId.HEAD_BYTES);
        CsvFile csv = lane.open(file, accepted.definition(), Position.START);
        try {
            if (csv.columns() instanceof RowColumns.Result.Refused refused) {
                csv.close();
                return Turn.go(refusal(refused.violations()));
            }
            Optional<Pass> passed = pass.filter(known -> known.context().version() == accepted.version());
            if (passed.isEmpty()
                    && (dry.orElse(false) || accepted.definition().errors().rejectsFile())) {
                lane.fileLog().in(file, dry.orElse(false) ? "checked only" : "checked before it is loaded");
                return Turn.go(new Checking(
                        new Candidate(lane, file, accepted, context(accepted, head), dry.orElse(false)), csv, this));
            }
            ImportJournal journal = new ImportJournal(
                    passed.map(Pass::context).orElseGet(() -> context(accepted, head)),
                    file,
                    lane.now(),
                    lane.manner(file),
                    Optional.empty());
            if (lane.home()
                    .journals()
                    .read(lane.id())
                    .filter(journal::isOfTheSame)
                    .isPresent()) {
                // Another task, which does not know yet that it was replaced, has begun it: one import has one base.
                csv.close();
                return Turn.go(new Recovering(lane));
            }
            lane.home().journals().begin(journal);
            passed.ifPresent(known -> lane.fileLog().between(file, known.outcome() + ", now it is loaded"));
            return Turn.go(ImportRun.fresh(lane, accepted, journal, csv));
        } catch (IOException | RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    private ImportContext context(AcceptedDefinition accepted, byte[] head) {
        long clockMicros =
                TimeUnit.MILLISECONDS.toMicros(lane.surroundings().clock().millis());
        Definition definition = accepted.definition();
        return new ImportContext(
                definition.id(),
                ImportId.of(definition.id(), file, head),
                definition.table(),
                accepted.version(),
                Math.max(clockMicros, accepted.nextWriteTimestamp()));
    }

    private Turn refuse(Violation reason) {
        return Turn.go(refusal(List.of(reason)));
    }

    private Violation tooLarge(Definition definition) {
        long megabytes = definition.maxFileBytes() >> 20;
        return Violation.bounded(
                Code.FILE_TOO_LARGE,
                null,
                file.size() + " bytes",
                "the file is larger than max_file_size_mb=" + megabytes + " of its dataset (where='" + file.size()
                        + " bytes'); the file was refused and no row of it was loaded. Split it, or drop a definition"
                        + " with a larger max_file_size_mb.");
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        return Optional.of(refusal(List.of(ImportProblems.unexpected(e))));
    }
}
