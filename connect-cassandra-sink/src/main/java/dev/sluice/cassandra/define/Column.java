package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.type.DataType;

/**
 * A column that a definition asks for.
 *
 * @param name exactly as in the definition
 */
public record Column(String name, DataType type) {
    /** The type as CQL writes it, and as {@code system_schema.columns} shows it. */
    public String cqlType() {
        return type.asCql(true, false);
    }

    /** The column as DDL writes it. */
    public String ddl() {
        return TableName.quoted(name) + " " + cqlType();
    }
}
