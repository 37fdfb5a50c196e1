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

    /** All that is wrong with a header, at once. */
    public static Result ofHeader(List<String> header, Definition definition) {
        List<Violation> violations = new ArrayList<>();
        Set<String> known = new HashSet<>(definition.columns());
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!seen.add(name)) {
                violations.add(refused(
                        Code.DUPLICATE_COLUMN, name, "the header names a column twice", "Name each column once."));
            } else if (!known.contains(name) && !definition.ignoresUnknownColumns()) {
                violations.add(refused(
                        Code.UNKNOWN_COLUMN,
                        name,
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
                        "the header does not name a column that must have a value",
                        "The header names "
                                + String.join(
                                        ", ",
                                        header.stream().map(Violation::cut).toList())
                                + ". Add the column, or drop a definition in which it is nullable or has a default."));
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

    private static Violation refused(Code code, String column, String what, String cure) {
        return Violation.bounded(
                code,
                Violation.cut(column),
                column,
                what + " (where='" + Violation.cut(column) + "'); the file was refused and no row of it was loaded. "
                        + cure);
    }
}
