package dev.sluice.source.discover;

import dev.sluice.source.stage.StagedFile;
import java.util.List;
import java.util.Map;

/** Whose a data file is. */
public sealed interface Assignment {
    /** The file's dataset. */
    record ToDataset(String dataset) implements Assignment {}

    /** No dataset's folder or pattern fits; these exist. */
    record ToNone(List<String> datasets) implements Assignment {}

    /** More than one dataset's pattern fits. */
    record ToSeveral(List<String> datasets) implements Assignment {}

    /**
     * The folder decides if the file lies in one, else the patterns, which an encrypted file fits also without its suffix.
     *
     * @param patterns by dataset name
     */
    static Assignment of(StagedFile file, Map<String, Glob> patterns) {
        List<String> fitting = file.folder().isPresent()
                ? patterns.keySet().stream().filter(file.folder().get()::equals).toList()
                : patterns.entrySet().stream()
                        .filter(entry -> entry.getValue().matches(file.name())
                                || entry.getValue().matches(file.clearName()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return switch (fitting.size()) {
            case 0 -> new ToNone(patterns.keySet().stream().sorted().toList());
            case 1 -> new ToDataset(fitting.get(0));
            default -> new ToSeveral(fitting);
        };
    }
}
