package dev.sluice.source.define;

import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * What a living Cassandra table can become: the same with more columns that old rows can do without. Everything else needs a new
 * table. Pure.
 */
final class Evolution {
    private static final Pattern NUMBERED = Pattern.compile("(.*_v)([0-9]{1,6})");

    private final Schema living;
    private final Schema proposed;
    private final String table;
    private final List<Violation> violations = new ArrayList<>();

    private Evolution(Schema living, Schema proposed) {
        this.living = living;
        this.proposed = proposed;
        this.table = proposed.getName();
    }

    /**
     * All that stands against turning one schema into another.
     *
     * @param living the version that the table was made of
     */
    static List<Violation> check(Schema living, Schema proposed) {
        Evolution evolution = new Evolution(living, proposed);
        evolution.properties();
        evolution.fields();
        return evolution.violations;
    }

    private void properties() {
        Object owner = living.getObjectProp(SchemaProperties.DATASET);
        Object dataset = proposed.getObjectProp(SchemaProperties.DATASET);
        if (!Objects.equals(owner, dataset)) {
            refuse(
                    "schema.name",
                    table,
                    "table '" + table + "' belongs to "
                            + (owner == null ? "someone else than Sluice" : "dataset '" + owner + "'")
                            + " (where='" + dataset + "'); one table belongs to one dataset");
            return;
        }
        unchanged("key_space", SchemaProperties.KEYSPACE, "keyspace");
        unchanged("primary_key", SchemaProperties.PRIMARY_KEY, "primary key");
    }

    private void unchanged(String key, String property, String what) {
        Object before = living.getObjectProp(property);
        Object after = proposed.getObjectProp(property);
        if (!Objects.equals(before, after)) {
            refuse(
                    key,
                    String.valueOf(after),
                    "the " + what + " would change from " + before + " to " + after + " (where='" + key + "')"
                            + "; a living Cassandra table cannot change its " + what);
        }
    }

    private void fields() {
        for (Schema.Field field : living.getFields()) {
            Schema.Field next = proposed.getField(field.name());
            if (next == null) {
                refuse(
                        field.name(),
                        field.schema().toString(),
                        "column '" + field.name() + "' of type " + name(field.schema())
                                + " would be removed (where='" + field.name()
                                + "'); a living Cassandra table could never have it back");
            } else {
                compare(field.name(), field.schema(), next.schema());
                compareEncryption(field, next);
            }
        }
        for (Schema.Field field : proposed.getFields()) {
            if (living.getField(field.name()) == null
                    && !field.hasDefaultValue()
                    && !Columns.isNullable(field.schema())) {
                violations.add(Violation.bounded(
                        Code.INCOMPATIBLE_CHANGE,
                        field.name(),
                        field.schema().toString(),
                        "new column '" + field.name() + "' of type " + name(field.schema())
                                + " is neither nullable nor has a default (where='" + field.name()
                                + "'); rows that are there already have no value for it, so the definition was refused"
                                + " and nothing was changed. Make its type [\"null\", " + name(field.schema())
                                + "] or give it a default, or give the schema a new name, e.g. " + nextTable()
                                + ", and drop the file again."));
            }
        }
    }

    private void compare(String column, Schema before, Schema after) {
        boolean sameScalar = isSame(Columns.scalar(before), Columns.scalar(after));
        boolean narrowed = Columns.isNullable(before) && !Columns.isNullable(after);
        if (!sameScalar || narrowed) {
            refuse(
                    column,
                    after.toString(),
                    "column '" + column + "' would change from " + name(before) + " to " + name(after) + " (where='"
                            + column + ": " + name(before) + " → " + name(after) + "'); "
                            + (sameScalar
                                    ? "rows that are there already may have no value for it"
                                    : "a living Cassandra table cannot change a column's type"));
        }
    }

    /** By the registered words, since a living schema may have been registered by anybody. */
    private void compareEncryption(Schema.Field before, Schema.Field after) {
        Object was = before.getObjectProp(SchemaProperties.ENCRYPT);
        Object willBe = after.getObjectProp(SchemaProperties.ENCRYPT);
        if (!Objects.equals(was, willBe)) {
            refuse(
                    before.name(),
                    encryption(willBe),
                    "column '" + before.name() + "' would change from " + encryption(was) + " to " + encryption(willBe)
                            + " (where='" + before.name() + ": " + encryption(was) + " → " + encryption(willBe)
                            + "'); rows that are there already would have to be written again");
        }
    }

    private static String encryption(Object property) {
        return property == null ? "clear text" : property + " encryption";
    }

    /** The same type for Cassandra. Names and documentation do not matter, and an enum may get more symbols. */
    private static boolean isSame(Schema before, Schema after) {
        if (before.getType() != after.getType()
                || !Objects.equals(before.getLogicalType(), after.getLogicalType())
                || !logicalProperties(before).equals(logicalProperties(after))) {
            return false;
        }
        return switch (before.getType()) {
            case ENUM -> new HashSet<>(after.getEnumSymbols()).containsAll(before.getEnumSymbols());
            case FIXED -> before.getFixedSize() == after.getFixedSize();
            default -> true;
        };
    }

    private static List<Optional<Object>> logicalProperties(Schema type) {
        return type.getLogicalType() == null
                ? List.of()
                : List.of(
                        Optional.of(type.getLogicalType().getName()),
                        Optional.ofNullable(type.getObjectProp("precision")),
                        Optional.ofNullable(type.getObjectProp("scale")));
    }

    private void refuse(String key, String value, String what) {
        violations.add(Violation.bounded(
                Code.INCOMPATIBLE_CHANGE,
                key,
                value,
                what + ", so the definition was refused and nothing was changed. Give the schema a new name, e.g. "
                        + nextTable() + ", and drop the file again."));
    }

    private String nextTable() {
        return nextTable(table);
    }

    /** analytics → analytics_v2 → analytics_v3. */
    static String nextTable(String table) {
        Matcher numbered = NUMBERED.matcher(table);
        return numbered.matches() ? numbered.group(1) + (Integer.parseInt(numbered.group(2)) + 1) : table + "_v2";
    }

    private static String name(Schema type) {
        if (type.isUnion()) {
            return "["
                    + String.join(
                            ", ", type.getTypes().stream().map(Evolution::name).toList()) + "]";
        }
        return type.getLogicalType() == null
                ? type.getType().getName()
                : type.getType().getName() + " (" + type.getLogicalType().getName() + ")";
    }
}
