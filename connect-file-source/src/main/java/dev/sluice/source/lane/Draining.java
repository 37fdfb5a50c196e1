package dev.sluice.source.lane;

import dev.sluice.source.settle.ImportOutcome;
import java.io.IOException;
import java.util.Optional;

/** No row is to follow; the import waits for the last acknowledgement, and only then is its outcome known. */
final class Draining implements Step {
    private final Reading reading;
    private final String sha256;

    /** @param sha256 of the file; empty if it was not read to its end */
    Draining(Reading reading, String sha256) {
        this.reading = reading;
        this.sha256 = sha256;
    }

    @Override
    public Turn turn() throws IOException {
        reading.record();
        if (!reading.ledger().isSettled()) {
            return Turn.await(this);
        }
        ImportRun run = reading.run();
        if (!run.fileIsUnchanged() && run.isSettledElsewhere()) {
            reading.close();
            run.lane().home().journals().deleteNotes(run.context().importId());
            return Turn.done();
        }
        ImportOutcome outcome = run.outcome(reading.ledger().counts(), sha256, reading.problems(sha256));
        return Turn.go(run.ended(reading.emitted(), outcome, Optional.of(reading.handOver())));
    }

    @Override
    public void close() throws IOException {
        reading.close();
    }
}
