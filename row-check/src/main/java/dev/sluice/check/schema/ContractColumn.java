package dev.sluice.check.schema;

import java.util.List;
import org.apache.avro.Schema;

/**
 * One column of a contract.
 *
 * @param name the field's name
 * @param aliases other names under which a file may have the column; the name itself goes first
 * @param type the Avro type without null
 * @param nullable null is a value of the column
 * @param defaultValue as a Connect value; null where there is none, or where it is null
 * @param key the column belongs to the primary key
 * @param pattern how its dates or times are written, where the definition says so; null where it does not
 * @param encryption of its values once they are checked
 */
public record ContractColumn(
        String name,
        List<String> aliases,
        Schema type,
        boolean nullable,
        Object defaultValue,
        boolean key,
        String pattern,
        ColumnEncryption encryption) {
    public ContractColumn {
        aliases = List.copyOf(aliases);
    }

    /** True if its values may be told to nobody. */
    public boolean isEncrypted() {
        return encryption != ColumnEncryption.NONE;
    }
}
