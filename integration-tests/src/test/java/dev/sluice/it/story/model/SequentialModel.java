package dev.sluice.it.story.model;

import dev.sluice.it.story.script.Definition;
import dev.sluice.it.story.script.Drop;
import dev.sluice.it.story.script.Upload;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The world as it is if things happen one after the other. Told of each drop when it took effect; of different datasets in any order.
 * Not thread-safe.
 */
public final class SequentialModel {
    private final Map<String, DatasetModel> datasets = new HashMap<>();
    private final Map<String, Import> imports = new LinkedHashMap<>();

    /**
     * A file that was loaded.
     *
     * @param malformed rows rejected for their form, by ordinal: {@code CODE column} of all that is wrong
     * @param invalid rows rejected for their meaning
     */
    public record Import(
            Upload upload, Outcome.Loaded outcome, Map<Long, Set<String>> malformed, Map<Long, Set<String>> invalid) {}

    /**
     * The drop takes effect now.
     *
     * @return what must have come of it
     */
    public Outcome happened(Drop drop) {
        DatasetModel dataset =
                datasets.computeIfAbsent(drop.tenant() + "/" + drop.dataset(), absent -> new DatasetModel());
        if (drop instanceof Definition definition) {
            return dataset.define(definition);
        }
        Map<Long, Set<String>> malformed = new HashMap<>();
        Map<Long, Set<String>> invalid = new HashMap<>();
        Upload upload = (Upload) drop;
        Outcome outcome = dataset.load(
                upload, (ordinal, isMalformed, reasons) -> (isMalformed ? malformed : invalid).put(ordinal, reasons));
        if (outcome instanceof Outcome.Loaded loaded) {
            imports.put(upload.tenant() + "/" + upload.file(), new Import(upload, loaded, malformed, invalid));
        }
        return outcome;
    }

    /** All files that were loaded, by {@code tenant/file}. */
    public Map<String, Import> imports() {
        return Collections.unmodifiableMap(imports);
    }

    /** All tables of all datasets, by name. */
    public Map<String, TableModel> tables() {
        Map<String, TableModel> tables = new HashMap<>();
        datasets.values().forEach(dataset -> tables.putAll(dataset.tables()));
        return tables;
    }
}
