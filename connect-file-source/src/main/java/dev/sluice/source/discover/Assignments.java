package dev.sluice.source.discover;

import dev.sluice.source.stage.StagedFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Remembers whose data files are: every file is decided upon once, not at every look, as long as neither it nor any dataset's pattern
 * changes; thousands of files times a thousand patterns would be too much otherwise. One per tenant; poll thread.
 */
public final class Assignments {
    private final BiFunction<StagedFile, Map<String, Glob>, Assignment> decision;
    private Map<String, Glob> patterns = Map.of();
    private Map<StagedFile, Assignment> known = new HashMap<>();

    public Assignments() {
        this(Assignment::of);
    }

    Assignments(BiFunction<StagedFile, Map<String, Glob>, Assignment> decision) {
        this.decision = decision;
    }

    /**
     * Whose each file is; forgets all others.
     *
     * @param now patterns by dataset name
     */
    public Map<StagedFile, Assignment> of(Collection<StagedFile> files, Map<String, Glob> now) {
        if (!now.equals(patterns)) {
            patterns = Map.copyOf(now);
            known = new HashMap<>();
        }
        Map<StagedFile, Assignment> current = new HashMap<>();
        for (StagedFile file : files) {
            Assignment before = known.get(file);
            current.put(file, before == null ? decision.apply(file, patterns) : before);
        }
        known = current;
        return current;
    }
}
