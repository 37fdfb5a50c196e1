package dev.sluice.source.lane;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.discover.Assignment;
import dev.sluice.source.discover.Assignments;
import dev.sluice.source.discover.Completeness;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at one tenant's files and tells this task's lanes what to do, in order. Poll thread only. */
final class TenantIntake {
    private final TenantHome home;
    private final Ownership ownership;
    private final Completeness completeness;
    private final Assignments assignments = new Assignments();
    private double share = 1;
    private Map<StagedFile, Optional<String>> definitionNames = new HashMap<>();

    TenantIntake(TenantHome home, Ownership ownership, Completeness completeness) {
        this.home = home;
        this.ownership = ownership;
        this.completeness = completeness;
    }

    TenantHome home() {
        return home;
    }

    /** Work by lane; also lanes that have none but must look after an interrupted import. */
    Map<String, List<Work>> scan() throws IOException {
        home.directory().create();
        Map<String, List<Work>> work = new HashMap<>();
        for (String dataset : home.journals().datasets()) {
            if (owns(dataset)) {
                work.put(dataset, new ArrayList<>());
            }
        }
        boolean helps = help(work);
        // Files first, definitions in force second: a definition is in force before its file leaves, so a data file is
        // never
        // refused for want of a definition that has just been accepted.
        Set<String> taken = home.taken().ids();
        List<StagedFile> files = home.taken().notTaken(taken, home.directory().list());
        List<StagedFile> complete = completeness.observe(files);
        Map<String, Glob> patterns = patterns();
        share = patterns.isEmpty()
                ? 1
                : (double) patterns.keySet().stream().filter(this::owns).count() / patterns.size();
        if (helps) {
            // A tenant's rows may be limited since then; a task that owns nothing of his would have no share of them.
            share = Math.max(share, 1.0 / ownership.tasks());
        }
        boolean definitionIsPending = files.stream().anyMatch(StagedFile::isDefinition);
        forgetNamesOfAllBut(files);
        Map<StagedFile, Assignment> whose = assignments.of(
                complete.stream()
                        .filter(file -> file.regular() && !file.isDefinition())
                        .toList(),
                patterns);
        for (StagedFile file : complete) {
            if (!file.regular()) {
                orphan(work, file, unsafe(file));
            } else if (file.isDefinition()) {
                definition(work, file);
            } else if (file.clearName().endsWith(StagedFile.DEFINITION_SUFFIX)) {
                orphan(work, file, encryptedDefinition(file));
            } else {
                data(work, file, whose.get(file), definitionIsPending);
            }
        }
        return work;
    }

    /** Files of other tasks' datasets that this one reads a part of. */
    private boolean help(Map<String, List<Work>> work) throws IOException {
        boolean helps = false;
        for (String dataset : home.journals().planned()) {
            if (owns(dataset)) {
                continue;
            }
            Optional<ImportJournal> journal =
                    home.journals().read(new DatasetId(home.tenant(), dataset)).filter(ImportJournal::inRanges);
            if (journal.isPresent()) {
                Optional<ImportPlan> plan =
                        home.journals().ranges(journal.get().context()).plan();
                plan.ifPresent(known -> add(work, dataset, new Work.Help(journal.get(), known)));
                helps |= plan.isPresent();
            }
        }
        return helps;
    }

    /** Which part of the tenant's datasets is this task's. */
    double share() {
        return share;
    }

    boolean owns(String name) {
        return ownership.owns(home.tenant() + "/" + name);
    }

    private Map<String, Glob> patterns() throws IOException {
        return home.datasets().all().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> pattern(entry.getValue())));
    }

    private static Glob pattern(AcceptedDefinition accepted) {
        return accepted.definition().filePattern();
    }

    private void forgetNamesOfAllBut(List<StagedFile> files) {
        Map<StagedFile, Optional<String>> kept = new HashMap<>();
        for (StagedFile file : files) {
            Optional<String> name = definitionNames.get(file);
            if (name != null) {
                kept.put(file, name);
            }
        }
        definitionNames = kept;
    }

    private void definition(Map<String, List<Work>> work, StagedFile file) throws IOException {
        Optional<String> name = definitionNames.get(file);
        if (name == null) {
            name = name(file);
            definitionNames.put(file, name);
        }
        if (owns(name.orElse(file.path()))) {
            add(work, name.orElse(Lane.NO_DATASET), new Work.Define(file));
        }
    }

    private Optional<String> name(StagedFile file) throws IOException {
        try {
            return DefinitionReader.name(home.directory().head(file.path(), DefinitionReader.MAX_BYTES));
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
    }

    private void data(Map<String, List<Work>> work, StagedFile file, Assignment assignment, boolean definitionIsPending)
            throws IOException {
        if (assignment instanceof Assignment.ToDataset to) {
            if (owns(to.dataset())) {
                add(work, to.dataset(), new Work.Import(file));
            }
        } else if (!definitionIsPending) {
            if (assignment instanceof Assignment.ToNone none) {
                orphan(work, file, noDataset(file, none.datasets()));
            } else if (!isBeingImported(file, ((Assignment.ToSeveral) assignment).datasets())) {
                orphan(work, file, ambiguous(file, ((Assignment.ToSeveral) assignment).datasets()));
            }
        }
    }

    /** A definition that has come later does not make a file ambiguous whose import has begun. */
    private boolean isBeingImported(StagedFile file, List<String> datasets) throws IOException {
        for (String dataset : datasets) {
            Optional<ImportJournal> journal = home.journals().read(new DatasetId(home.tenant(), dataset));
            if (journal.filter(known -> known.file().equals(file)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void orphan(Map<String, List<Work>> work, StagedFile file, Violation reason) {
        if (owns(file.path())) {
            add(work, Lane.NO_DATASET, new Work.Refuse(file, List.of(reason)));
        }
    }

    private static void add(Map<String, List<Work>> work, String lane, Work item) {
        work.computeIfAbsent(lane, name -> new ArrayList<>()).add(item);
    }

    private static Violation unsafe(StagedFile file) {
        return Violation.bounded(
                Code.UNSAFE_FILE,
                null,
                file.path(),
                "a link or a special file is never opened (where='" + Violation.cut(file.path())
                        + "'); it was refused. Drop the file itself.");
    }

    private static Violation encryptedDefinition(StagedFile file) {
        return Violation.bounded(
                Code.INVALID_DEFINITION,
                null,
                file.path(),
                "a definition holds no rows, and is told to all who read them, so it is not to be encrypted (where='"
                        + Violation.cut(file.path())
                        + "'); it was refused and nothing was changed. Drop it in clear text.");
    }

    private static Violation noDataset(StagedFile file, List<String> datasets) {
        return Violation.bounded(
                Code.NO_DATASET,
                null,
                file.path(),
                "no dataset's file_pattern or folder fits the file (where='" + Violation.cut(file.path())
                        + "'); it was refused and no row of it was loaded. "
                        + (datasets.isEmpty()
                                ? "There is no dataset yet: drop a definition first."
                                : "The datasets are " + String.join(", ", datasets)
                                        + ": name the file like one, or put it into a folder of that name."));
    }

    private static Violation ambiguous(StagedFile file, List<String> datasets) {
        return Violation.bounded(
                Code.AMBIGUOUS_DATASET,
                null,
                file.path(),
                "the file_pattern of more than one dataset fits the file (where='" + Violation.cut(file.path())
                        + "': " + String.join(", ", datasets)
                        + "); it was refused and no row of it was loaded. Put it into a folder named after one of them,"
                        + " or make their file_pattern more exact.");
    }
}
