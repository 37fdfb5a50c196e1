package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.type.DataType;
import org.apache.avro.Schema;

/**
 * A column that a definition asks for.
 *
 * @param name as it is in Cassandra
 * @param type that it is made with; once it is there, its own
 * @param field what the definition says of it
 */
public record Column(String name, DataType type, Schema field) {
    /** The type as DDL writes it, with every identifier quoted. */
    public String cqlType() {
        return type.asCql(true, false);
    }

    /** The column as DDL writes it. */
    public String ddl() {
        return TableName.quoted(name) + " " + cqlType();
    }
}
