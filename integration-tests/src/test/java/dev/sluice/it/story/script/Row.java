package dev.sluice.it.story.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A row of a file as its writer means it.
 *
 * @param cells a text for each column of the header; null where the file says null
 */
public record Row(List<String> cells, Form form) {
    /** How it is written. */
    public enum Form {
        IN_ORDER,
        FIELD_TOO_FEW,
        FIELD_TOO_MANY,
        /** Text behind a closing quote. */
        TORN_QUOTE,
        /** Bytes that are not of the file's charset. */
        FOREIGN_BYTES
    }

    public Row {
        // Cells may be null, which List.copyOf does not like.
        cells = Collections.unmodifiableList(new ArrayList<>(cells));
    }
}
