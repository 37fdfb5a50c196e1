package dev.sluice.it.story.check;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.it.story.model.Outcome;
import dev.sluice.it.story.model.Outcome.Defined;
import dev.sluice.it.story.model.Outcome.DefinitionRefused;
import dev.sluice.it.story.model.Outcome.FileRefused;
import dev.sluice.it.story.model.Outcome.Loaded;
import dev.sluice.it.story.model.SequentialModel;
import dev.sluice.it.story.script.Drop;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells the model in which order things happened, by the events topic, and compares its verdict on each drop with the event's. Not
 * thread-safe.
 */
public final class Chronicle {
    private final Map<String, Drop> untold;
    private final boolean isValidatedBehind;
    private final SequentialModel model = new SequentialModel();
    private final Map<String, ImportContext> imports = new HashMap<>();
    private final Differences differences = new Differences();

    /**
     * @param drops by {@code tenant/file}
     * @param isValidatedBehind true if the source does not know which rows are not valid
     */
    public Chronicle(Map<String, Drop> drops, boolean isValidatedBehind) {
        this.untold = new HashMap<>(drops);
        this.isValidatedBehind = isValidatedBehind;
    }

    /** Tells the model everything, and fails if anything came out otherwise, twice or not at all. */
    public SequentialModel tell(Map<String, Collection<Event>> history) {
        history.values().forEach(events -> events.forEach(this::tell));
        untold.keySet().forEach(file -> differences.add(file + ": nothing came of it"));
        differences.assertNone();
        return model;
    }

    /** The import of each file that was loaded, by {@code tenant/file}. */
    public Map<String, ImportContext> imports() {
        return imports;
    }

    private void tell(Event event) {
        if (event instanceof DatasetDefined defined) {
            compare(event, defined.file(), new Defined(defined.table(), defined.version()));
        } else if (event instanceof DatasetRejected rejected) {
            compare(event, rejected.file(), new DefinitionRefused(codes(rejected.reasons())));
        } else if (event instanceof FileRejected rejected) {
            compare(event, rejected.file(), new FileRefused(reasons(rejected.reasons())));
        } else if (event instanceof ImportEnded ended) {
            imports.put(ended.tenant() + "/" + ended.file(), ended.context());
            ended(ended);
        } else if (event instanceof ImportFailed failed) {
            differences.add(failed.tenant() + "/" + failed.file() + " failed: " + failed.reasons());
        }
    }

    private void compare(Event event, String file, Outcome actual) {
        Drop drop = untold.remove(event.tenant() + "/" + file);
        String where = event.tenant() + "/" + file;
        if (drop == null) {
            differences.add(where + ": " + event.type() + " of what was not dropped, or was done with");
            return;
        }
        differences.same(model.happened(drop), actual, where);
    }

    private void ended(ImportEnded event) {
        String where = event.tenant() + "/" + event.file();
        Drop drop = untold.remove(where);
        if (drop == null) {
            differences.add(where + ": an import of what was not dropped, or was done with");
            return;
        }
        Outcome outcome = model.happened(drop);
        if (!(outcome instanceof Loaded loaded)) {
            differences.same(outcome, event, where);
            return;
        }
        long rejected = isValidatedBehind ? loaded.malformed() : loaded.rejected();
        differences.same(loaded.table(), event.context().table(), where + ", table");
        differences.same(loaded.version(), event.context().version(), where + ", version");
        differences.same(
                List.of(loaded.rows(), loaded.rows() - rejected, rejected),
                List.of(event.rowsRead(), event.rowsAccepted(), event.rowsRejected()),
                where + ", rows read, accepted, rejected");
    }

    private static String codes(Collection<Violation> reasons) {
        return reasons.stream()
                .map(reason -> reason.code().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Set<String> reasons(Collection<Violation> reasons) {
        return reasons.stream()
                .map(reason -> reason.code() + " " + reason.column())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
