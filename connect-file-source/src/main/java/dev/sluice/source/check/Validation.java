package dev.sluice.source.check;

import dev.sluice.check.read.Notation;
import java.time.ZoneId;

/**
 * How the validating transform reads texts and tells of them.
 *
 * @param notation how texts are written
 * @param showsValues false where rows hold what must not stand in errors
 */
public record Validation(Notation notation, boolean showsValues) {
    /** Without a transform that says otherwise. */
    public static final Validation STANDARD = new Validation(Notation.iso(ZoneId.of("UTC")), true);
}
