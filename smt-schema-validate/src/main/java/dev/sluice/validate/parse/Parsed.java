package dev.sluice.validate.parse;

import dev.sluice.check.RowShape;
import dev.sluice.check.judge.Finding;

/** What a record's value is. */
public sealed interface Parsed {
    /** A row, whose shape is the same object for all rows of the same schema object. */
    record Row(RowShape shape, Object row) implements Parsed {}

    /** It should be a row, but its text is broken. */
    record Broken(Finding finding) implements Parsed {}

    /** It is no row. */
    record NoRow() implements Parsed {}
}
