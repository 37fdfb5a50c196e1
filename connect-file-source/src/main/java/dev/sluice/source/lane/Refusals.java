package dev.sluice.source.lane;

import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Violation;
import dev.sluice.source.report.Report;
import dev.sluice.source.stage.StagedFile;
import java.time.Instant;
import java.util.List;

/** The way of a file that is refused: announced, reported, put away. */
final class Refusals {
    private Refusals() {}

    static Step file(Lane lane, StagedFile file, List<Violation> reasons) {
        lane.fileLog().in(file, "not taken");
        Instant now = lane.now();
        return Announcing.of(
                lane,
                new FileRejected(lane.tenant().name(), lane.datasetName(), now, file.path(), file.size(), reasons),
                settling(lane, file, now, reasons, List.of()));
    }

    static Step unreadable(Lane lane, StagedFile file) {
        return file(lane, file, List.of(unreadable(file)));
    }

    static Violation unreadable(StagedFile file) {
        return new Violation(
                Violation.Code.UNSAFE_FILE,
                null,
                null,
                "Sluice is not permitted to read the file (where='" + Violation.cut(file.path())
                        + "'); it was refused. Let others read it, and drop it again.");
    }

    static Step definition(Lane lane, StagedFile file, List<Violation> reasons, List<Violation> warnings) {
        lane.fileLog().in(file, "definition");
        Instant now = lane.now();
        return Announcing.of(
                lane,
                new DatasetRejected(lane.tenant().name(), lane.datasetName(), now, file.path(), reasons),
                settling(lane, file, now, reasons, warnings));
    }

    private static Step settling(
            Lane lane, StagedFile file, Instant time, List<Violation> reasons, List<Violation> warnings) {
        return new Settling(() -> {
            lane.home().outbox().rejected(file, Report.ofRefusal(file, lane.datasetName(), time, reasons, warnings));
            lane.meter().refused(reasons);
            lane.fileLog()
                    .out(
                            file,
                            "refused, "
                                    + reasons.stream()
                                            .map(Violation::code)
                                            .distinct()
                                            .toList());
        });
    }
}
