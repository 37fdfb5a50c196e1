package dev.sluice.validate;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.validate.check.Checked;
import dev.sluice.validate.check.RowCheck;
import dev.sluice.validate.check.RowChecks;
import dev.sluice.validate.schema.BoundedCache;
import dev.sluice.validate.schema.SubjectVersion;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Remembers the imports whose rows are passing, by the text of their header, so that nothing is parsed or looked up for a row whose
 * import and shape were those of a row before it. For one thread.
 */
final class Imports {
    private final RowChecks checks;
    private final BoundedCache<String, Pinned> known;
    private String lastEncoded = "";
    private Pinned last;

    Imports(RowChecks checks, int capacity) {
        this.checks = checks;
        this.known = new BoundedCache<>(capacity);
    }

    /**
     * The import that a header names.
     *
     * @throws DataException if it names none
     */
    Pinned of(String encoded) {
        if (!encoded.equals(lastEncoded)) {
            Pinned pinned = known.get(encoded);
            if (pinned == null) {
                pinned = new Pinned(decode(encoded));
                known.put(encoded, pinned);
            }
            last = pinned;
            lastEncoded = encoded;
        }
        return last;
    }

    private static ImportContext decode(String encoded) {
        try {
            return ImportContext.decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    "import (where='" + SluiceHeaders.IMPORT + "') is not readable: " + e.getMessage()
                            + "; the record was not passed on. Do not change Sluice's headers on the way to this transform.",
                    e);
        }
    }

    /** An import, pinned to a version, and the check of the rows that it had last. */
    final class Pinned {
        private final ImportContext context;
        private final SubjectVersion id;
        private final String rawName;
        private Schema shape;
        private RowCheck check;

        private Pinned(ImportContext context) {
            this.context = context;
            this.id = new SubjectVersion(context.subject(), context.version());
            this.rawName = SchemaProperties.rawName(context.subject());
        }

        ImportContext context() {
            return context;
        }

        /**
         * True if a value of this schema is a row, whatever its columns are called: a tenant may name them so that they look like a
         * rejection's.
         */
        boolean isRow(Schema schema) {
            return isKnown(schema) || (schema != null && rawName.equals(schema.name()));
        }

        /** True if rows of this very schema object were checked before; by identity, for it is asked for every row. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isKnown(Schema schema) {
            return shape != null && shape == schema;
        }

        /** Checks a row; throws what {@link RowChecks#of} throws. */
        Checked check(Struct row) {
            if (!isKnown(row.schema())) {
                check = checks.of(id, row.schema());
                shape = row.schema();
            }
            return check.check(row);
        }
    }
}
