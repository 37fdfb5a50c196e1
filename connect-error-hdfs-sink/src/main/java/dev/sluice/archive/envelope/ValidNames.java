package dev.sluice.archive.envelope;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The contract's rules for names, remembered: the same few names come with every record, and matching them each time costs as much as
 * compressing the record. Safe for use by several threads.
 */
public final class ValidNames {
    private static final int REMEMBERED = 10_000;

    private static final ValidNames TENANTS = new ValidNames(Tenant::isValid);
    private static final ValidNames DATASETS = new ValidNames(DatasetId::isValidName);
    private static final ValidNames TABLES =
            new ValidNames(name -> DatasetId.TABLE.matcher(name).matches());
    private static final ValidNames IMPORTS =
            new ValidNames(name -> ImportContext.ID.matcher(name).matches());

    private final Predicate<String> rule;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    private ValidNames(Predicate<String> rule) {
        this.rule = rule;
    }

    public static boolean isTenant(String name) {
        return TENANTS.isValid(name);
    }

    public static boolean isDataset(String name) {
        return DATASETS.isValid(name);
    }

    public static boolean isImport(String id) {
        return IMPORTS.isValid(id);
    }

    static boolean isTable(String name) {
        return TABLES.isValid(name);
    }

    private boolean isValid(String name) {
        if (name == null) {
            return false;
        }
        Boolean verdict = known.get(name);
        if (verdict == null) {
            verdict = rule.test(name);
            // Hostile names are of any number and length: only good ones are remembered, and not for ever.
            if (verdict) {
                if (known.size() >= REMEMBERED) {
                    known.clear();
                }
                known.put(name, Boolean.TRUE);
            }
        }
        return verdict;
    }
}
