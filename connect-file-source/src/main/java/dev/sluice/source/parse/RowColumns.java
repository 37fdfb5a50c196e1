package dev.sluice.source.parse;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.Definition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which field of a file's records is which column.
 *
 * @param names the definition's columns that the file has, in the definition's order
 * @param targets for each field of a record the index of its name, or {@link #IGNORED}
 */
public record RowColumns(List<String> names, List<Integer> targets) {
    /** A field that the definition does not know and that its dataset ignores. */
    public static final int IGNORED = -1;

    /** What a header says. */
    public sealed interface Result {
        record Mapped(RowColumns columns) implements Result {}

        record Refused(List<Violation> violations) implements Result {}
    }

    /** A file without a header has all columns, in the definition's order. */
    public static RowColumns byPosition(Definition definition) {
        List<String> names = definition.columns();
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            targets.add(i);
        }
        return new RowColumns(names, targets);
    }

    /**
     * All that is wrong with a header, at once. If columns are encrypted, what is no column's name is not told, but where it stands: it
     * may be a value, of a file whose first row was taken for its header.
     */
    public static Result ofHeader(List<String> header, Definition definition) {
        List<Violation> violations = new ArrayList<>();
        boolean isTold = !definition.isEncrypted();
        Set<String> known = new HashSet<>(definition.columns());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            boolean isKnown = known.contains(name);
            String told = isTold || isKnown ? name : null;
            String where = told == null ? "field " + (i + 1) + " of the header" : name;
            if (!seen.add(name)) {
                violations.add(refused(
                        Code.DUPLICATE_COLUMN,
                        told,
                        where,
                        "the header names a column twice",
                        "Name each column once."));
            } else if (!isKnown && !definition.ignoresUnknownColumns()) {
                violations.add(refused(
                        Code.UNKNOWN_COLUMN,
                        told,
                        where,
                        "the header names a column that the definition does not have",
                        "Its columns are " + String.join(", ", definition.columns())
                                + ". Remove it from the file, add it to the definition, or set unknown_columns to"
                                + " ignore."));
            }
        }
        for (String required : definition.columns()) {
            if (definition.requiredColumns().contains(required) && !seen.contains(required)) {
                violations.add(refused(
                        Code.MISSING_COLUMN,
                        required,
                        required,
                        "the header does not name a column that must have a value",
                        names(header, name -> isTold || known.contains(name))
                                + " Add the column, or drop a definition in which it is nullable or has a default."));
            }
        }
        if (!violations.isEmpty()) {
            return new Result.Refused(violations);
        }
        List<String> names =
                definition.columns().stream().filter(seen::contains).toList();
        Map<String, Integer> indexes = new HashMap<>();
        names.forEach(name -> indexes.put(name, indexes.size()));
        return new Result.Mapped(new RowColumns(
                names,
                header.stream().map(name -> indexes.getOrDefault(name, IGNORED)).toList()));
    }

    private static String names(List<String> header, Predicate<String> isTold) {
        return "The header names "
                + header.stream()
                        .map(name -> isTold.test(name) ? Violation.cut(name) : "something else")
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static Violation refused(Code code, String column, String where, String what, String cure) {
        return Violation.bounded(
                code,
                Violation.cut(column),
                where,
                what + " (where='" + Violation.cut(where) + "'); the file was refused and no row of it was loaded. "
                        + cure);
    }
}
