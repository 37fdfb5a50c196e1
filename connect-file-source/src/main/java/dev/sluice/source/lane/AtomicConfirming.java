package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** An import's end is sent, and with it its transaction; Connect acknowledges all of it once it is committed. Nothing is given up any more. */
final class AtomicConfirming implements Step {
    private final ImportRun run;
    private final Told told;
    private final AckLedger ledger;
    private final List<Announcement> announced;
    private final RejectedRows notes;

    /** The end, as it was sent. */
    record Told(ImportNews news, ImportOutcome outcome, Position reached) {}

    /** @param notes of rejected rows, under their final name; closed by whoever comes last */
    AtomicConfirming(ImportRun run, Told told, AckLedger ledger, List<Announcement> announced, RejectedRows notes) {
        this.run = run;
        this.told = told;
        this.ledger = ledger;
        this.announced = announced;
        this.notes = notes;
    }

    @Override
    public Turn turn() throws IOException {
        if (!ledger.isSettled() || !announced.stream().allMatch(Announcement::isSettled)) {
            return Turn.await(this);
        }
        AckLedger.Counts counts = ledger.counts();
        Step next;
        if (isAsTold(counts)) {
            told.news().arrived(run.lane().growth().announcedTo());
            next = run.endedAtomically(told.outcome(), notes);
        } else {
            next = corrected(counts);
        }
        run.lane().meter().acknowledged(counts.accepted(), counts.rejected(), counts.lost());
        return Turn.go(next);
    }

    private boolean isAsTold(AckLedger.Counts counts) {
        return announced.stream().noneMatch(Announcement::isInVain)
                && counts.lost() == 0
                && counts.rejected() == told.outcome().rowsRejected();
    }

    /** What was told is not what has happened: it is told again, as it is. */
    private Step corrected(AckLedger.Counts counts) throws IOException {
        notes.close();
        Files.deleteIfExists(run.rejectedRows());
        RejectedRows actual = RejectedRows.open(run.rejectedRows());
        actual.add(ledger.progress());
        List<Violation> problems = counts.lost() > 0 ? List.of(ImportProblems.lost(counts)) : List.of();
        return run.corrected(told.reached(), run.outcome(counts, told.outcome().sha256(), problems), actual);
    }

    @Override
    public void close() throws IOException {
        notes.close();
    }
}
