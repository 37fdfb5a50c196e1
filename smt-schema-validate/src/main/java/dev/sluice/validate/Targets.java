package dev.sluice.validate;

import dev.sluice.check.Checked;
import dev.sluice.check.RowCheck;
import dev.sluice.check.RowShape;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.validate.encrypt.RowCipher;
import dev.sluice.validate.encrypt.RowCiphers;
import dev.sluice.validate.parse.Parsed;
import dev.sluice.validate.route.Origin;
import dev.sluice.validate.schema.BoundedCache;
import dev.sluice.validate.schema.RowChecks;
import dev.sluice.validate.schema.SubjectTemplate;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Tells which schema version a record is to be checked against, and remembers the targets whose rows are passing, so that nothing is
 * parsed or looked up for a row whose import and shape were those of a row before it. For one thread.
 */
final class Targets {
    private static final long MICROS_PER_MILLI = 1_000;

    private final RowChecks checks;
    private final RowCiphers ciphers;
    private final Optional<SubjectTemplate> subject;
    private final Function<String, SubjectVersion> version;
    private final BoundedCache<String, Target> imports;
    private final BoundedCache<SubjectVersion, Target> others;
    private String lastEncoded = "";
    private Target last;

    /**
     * Chooses how versions are told.
     *
     * @param subject none if an import tells its own subject and version
     * @param version of a subject
     */
    Targets(
            RowChecks checks,
            RowCiphers ciphers,
            Optional<SubjectTemplate> subject,
            Function<String, SubjectVersion> version,
            int capacity) {
        this.checks = checks;
        this.ciphers = ciphers;
        this.subject = subject;
        this.version = version;
        this.imports = new BoundedCache<>(capacity);
        this.others = new BoundedCache<>(capacity);
    }

    /**
     * The target of a record; none if it cannot be told.
     *
     * @param encodedImport the import's header; null if the record has none
     * @throws DataException if the header is damaged
     */
    Optional<Target> of(ConnectRecord<?> record, String encodedImport) {
        Target imported = encodedImport == null ? null : imported(encodedImport);
        if (subject.isEmpty() || (imported != null && imported.isRejection(record.valueSchema()))) {
            return Optional.ofNullable(imported);
        }
        String name = subject.get().subject(new SubjectTemplate.Values() {
            @Override
            public String of(String variable) {
                return variable(record, imported == null ? null : imported.context, variable);
            }

            @Override
            public String ofHeader(String header) {
                return SluiceHeaders.text(record.headers(), header).orElse(null);
            }
        });
        if (name == null) {
            return Optional.empty();
        }
        SubjectVersion id = version.apply(name);
        if (imported != null) {
            return Optional.of(imported.at(id));
        }
        Target known = others.get(id);
        if (known == null) {
            known = new Target(null, id);
            others.put(id, known);
        }
        return Optional.of(known);
    }

    private static String variable(ConnectRecord<?> record, ImportContext context, String variable) {
        if (variable.equals("topic")) {
            return record.topic();
        }
        if (context == null) {
            return null;
        }
        return switch (variable) {
            case "tenant" -> context.dataset().tenant().name();
            case "dataset" -> context.dataset().name();
            default -> context.table();
        };
    }

    private Target imported(String encoded) {
        if (!encoded.equals(lastEncoded)) {
            Target target = imports.get(encoded);
            if (target == null) {
                ImportContext context = decode(encoded);
                target = new Target(context, new SubjectVersion(context.subject(), context.version()));
                imports.put(encoded, target);
            }
            last = target;
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

    /** A schema version, perhaps of one import, and the check of the rows that it had last. */
    final class Target {
        private final ImportContext context;
        private final SubjectVersion id;
        private RowShape shape;
        private RowCheck check;
        private Contract contract;
        private RowCipher cipher;
        private Target other;

        private Target(ImportContext context, SubjectVersion id) {
            this.context = context;
            this.id = id;
        }

        SubjectVersion id() {
            return id;
        }

        /**
         * True if a value of an import is a rejection and no row, whatever its columns are called: a tenant may name them so that they
         * look like a rejection's.
         */
        boolean isRejection(Schema schema) {
            return schema != null
                    && !isKnown(schema)
                    && !(context != null
                            && SchemaProperties.rawName(context.subject()).equals(schema.name()))
                    && dev.sluice.contract.Rejection.isRejection(schema);
        }

        /** Checks a row; throws what {@link RowChecks#of} throws. */
        Checked check(ConnectRecord<?> record, Parsed.Row row) {
            if (!isKnown(row.shape())) {
                check = checks.of(id, row.shape());
                shape = row.shape();
            }
            return check.check(row.row(), timeMs(record));
        }

        /** An accepted row as it goes on; throws what {@link RowCiphers#of} throws. */
        Checked.Accepted stored(Checked.Accepted row) {
            if (cipher == null) {
                cipher = ciphers.of(contract());
            }
            return cipher.stored(row);
        }

        /** True if a row's text may be told; throws what {@link RowChecks#contract} throws. */
        boolean tellsText() {
            return !contract().isEncrypted();
        }

        private Contract contract() {
            if (contract == null) {
                contract = checks.contract(id);
            }
            return contract;
        }

        /** Where a row of it comes from. */
        Origin origin(ConnectRecord<?> record) {
            return context == null ? Origin.ofRecord(record, id) : Origin.ofImport(record, context);
        }

        /** The same import, checked against another version. */
        private Target at(SubjectVersion wanted) {
            if (wanted.equals(id)) {
                return this;
            }
            if (other == null || !other.id.equals(wanted)) {
                other = new Target(
                        new ImportContext(
                                context.dataset(),
                                context.importId(),
                                context.table(),
                                wanted.version(),
                                context.writeTimestampBase()),
                        wanted);
            }
            return other;
        }

        /** An import has one time, the same after a crash; any other record has its own. */
        private long timeMs(ConnectRecord<?> record) {
            if (context != null) {
                return context.writeTimestampBase() / MICROS_PER_MILLI;
            }
            return record.timestamp() == null ? RowCheck.NO_TIME : record.timestamp();
        }

        /** True if rows of this very shape, or of its very schema object, were checked last. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isKnown(RowShape other) {
            return shape == other || (other instanceof RowShape.OfStruct struct && isKnown(struct.schema()));
        }

        /** True if rows of this very schema object were checked before; by identity, for it is asked for every row. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isKnown(Schema schema) {
            return shape instanceof RowShape.OfStruct known && known.schema() == schema;
        }
    }
}
