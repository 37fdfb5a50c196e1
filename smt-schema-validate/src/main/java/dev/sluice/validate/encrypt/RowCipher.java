package dev.sluice.validate.encrypt;

import dev.sluice.check.Checked;

/** What becomes of an accepted row of one contract before it leaves the transform. Immutable; for any thread. */
public interface RowCipher {
    /** Of a contract without encrypted columns. */
    RowCipher NONE = row -> row;

    /** The row as it is stored; a new one where it differs. */
    Checked.Accepted stored(Checked.Accepted row);
}
