package dev.sluice.check.schema;

import java.util.List;
import org.apache.avro.Schema;

/**
 * What the types of a union are called in the Struct that Connect has for it, and which of them can stand beside each other.
 *
 * <p>Confluent's {@code AvroConverter}, as it is by default, knows no enums: it writes one in a union as a string, and then cannot read
 * what it has written, for its field is not called so. So an enum in a union of several types is a string from the start, under that
 * name. Beside a string or another enum it cannot write it at all ("Duplicate in union:string"), nor a decimal on a fixed, which is one
 * on bytes, beside bytes. A fixed beside bytes or a decimal it writes, and reads as the other. Two records of one name in two namespaces
 * have one field. A union that has two such types is refused where the schema is compiled, not when its first row is lost on the way.
 */
final class UnionBranches {
    private static final String BYTES = "bytes";

    private UnionBranches() {}

    /** The name of a type's field. */
    static String name(Schema branch) {
        return switch (branch.getType()) {
            case ENUM -> "string";
            case FIXED -> AvroTypes.decimal(branch) == null ? branch.getName() : BYTES;
            default -> branch.getName();
        };
    }

    /**
     * Refuses unions of types that a converter does not tell apart.
     *
     * @throws IllegalArgumentException naming two of them
     */
    static void check(List<Schema> branches) {
        for (int i = 0; i < branches.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(branches.get(i), branches.get(j)) || isSame(branches.get(j), branches.get(i))) {
                    throw new IllegalArgumentException(
                            "is a union of " + described(branches.get(j)) + " and " + described(branches.get(i))
                                    + ", which converters do not tell apart; use one of the two types");
                }
            }
        }
    }

    private static String described(Schema branch) {
        return AvroTypes.logicalName(branch).isEmpty() ? branch.getFullName() : AvroTypes.describe(branch);
    }

    private static boolean isSame(Schema one, Schema other) {
        return name(one).equals(name(other)) || (name(one).equals(BYTES) && other.getType() == Schema.Type.FIXED);
    }
}
