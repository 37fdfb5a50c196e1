package dev.sluice.archive.envelope;

import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.contract.Rejection;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads a {@link Rejection}'s Struct by the places of its fields, which are looked up once for each schema, and as strictly as the
 * contract's own class, which is too slow for every record. Immutable.
 */
final class RejectionFields {
    /** Converters hand out the same schema object for all records of one version. */
    private static volatile RejectionFields last = new RejectionFields(Rejection.SCHEMA);

    private final Schema schema;
    private final Field[] fields;

    private RejectionFields(Schema schema) {
        this.schema = schema;
        List<Field> names = Rejection.SCHEMA.fields();
        this.fields = new Field[names.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = schema.field(names.get(i).name());
        }
    }

    static RejectionFields of(Schema schema) {
        RejectionFields known = last;
        if (known.schema != schema) {
            known = new RejectionFields(schema);
            last = known;
        }
        return known;
    }

    /**
     * The tenant.
     *
     * @throws RuntimeException here and below, if the Struct is not a rejection, or a name in it not a valid one
     */
    String tenant(Struct struct) {
        return require(text(struct, 0), ValidNames.isTenant(text(struct, 0)));
    }

    String dataset(Struct struct) {
        return require(text(struct, 1), ValidNames.isDataset(text(struct, 1)));
    }

    String importId(Struct struct) {
        return require(text(struct, 2), ValidNames.isImport(text(struct, 2)));
    }

    Row row(Struct struct) {
        String subject = text(struct, 10);
        require(subject, ValidNames.isTable(subject.substring(subject.indexOf('.') + 1)));
        return new Row(
                text(struct, 3),
                number(struct, 4),
                number(struct, 5),
                number(struct, 6),
                number(struct, 7),
                text(struct, 8),
                subject,
                (Integer) present(struct, 11),
                number(struct, 12));
    }

    String raw(Struct struct) {
        return text(struct, 9);
    }

    /** At least one, with their codes as on the wire, also those that this version does not know. */
    List<Reason> reasons(Struct struct) {
        List<?> items = (List<?>) present(struct, 13);
        List<Reason> reasons = new ArrayList<>(items.size());
        for (Object item : items) {
            Struct violation = (Struct) item;
            reasons.add(new Reason(
                    String.valueOf(violation.getString("code")),
                    violation.getString("column"),
                    violation.getString("value"),
                    String.valueOf(violation.getString("message"))));
        }
        require("violations", !reasons.isEmpty());
        return reasons;
    }

    /** Milliseconds since the epoch. */
    long time(Struct struct) {
        return ((Date) present(struct, 14)).toInstant().toEpochMilli();
    }

    private String text(Struct struct, int field) {
        return (String) struct.get(fields[field]);
    }

    private Long number(Struct struct, int field) {
        return (Long) present(struct, field);
    }

    private Object present(Struct struct, int field) {
        Object value = struct.get(fields[field]);
        if (value == null) {
            throw new IllegalArgumentException(fields[field].name() + " is missing");
        }
        return value;
    }

    private static String require(String value, boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("'" + value + "' is not valid");
        }
        return value;
    }
}
