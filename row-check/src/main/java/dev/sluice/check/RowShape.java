package dev.sluice.check;

import dev.sluice.check.read.Fault;
import dev.sluice.contract.SchemaProperties;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Where the values of rows of one kind stand. Rows of equal shapes are checked by the same plan. Immutable. */
public sealed interface RowShape {
    /** What a locator gives where a row does not have the column; null is a value. */
    Object ABSENT = new Object();

    /** Finds one column's value in a row. */
    interface Locator {
        Object in(Object row);
    }

    /**
     * Finds a column.
     *
     * @param names the column's own, then its aliases
     * @param position of the column in the contract
     */
    Locator locator(List<String> names, int position);

    /** True if every text of a row is one, for it was decoded from bytes; see {@link dev.sluice.check.read.Surrogates}. */
    boolean isDecoded();

    /** What is wrong with a row as a whole; null if nothing is. */
    default Fault fault(Object row, int contractColumns) {
        return null;
    }

    /** Rows are Structs of a schema. */
    record OfStruct(Schema schema) implements RowShape {
        @Override
        public Locator locator(List<String> names, int position) {
            for (String name : names) {
                Field field = schema.field(name);
                if (field != null) {
                    return row -> ((Struct) row).get(field);
                }
            }
            return row -> ABSENT;
        }

        /** As the file source makes them; of others nothing is known. */
        @Override
        public boolean isDecoded() {
            return SchemaProperties.isRawName(schema.name());
        }
    }

    /** Rows are maps from names, as schemaless records and JSON objects are. */
    record OfMap() implements RowShape {
        @Override
        public Locator locator(List<String> names, int position) {
            return row -> {
                Map<?, ?> map = (Map<?, ?>) row;
                for (String name : names) {
                    Object value = map.get(name);
                    if (value != null || map.containsKey(name)) {
                        return value;
                    }
                }
                return ABSENT;
            };
        }

        @Override
        public boolean isDecoded() {
            return false;
        }
    }

    /**
     * Rows are lists of texts.
     *
     * @param columns names of the columns, in order; empty if they are the contract's
     */
    record OfCells(List<String> columns) implements RowShape {
        public OfCells {
            columns = List.copyOf(columns);
        }

        @Override
        public Locator locator(List<String> names, int position) {
            if (columns.isEmpty()) {
                return row -> ((List<?>) row).get(position);
            }
            for (String name : names) {
                int at = columns.indexOf(name);
                if (at >= 0) {
                    return row -> ((List<?>) row).get(at);
                }
            }
            return row -> ABSENT;
        }

        @Override
        public boolean isDecoded() {
            return true;
        }

        @Override
        public Fault fault(Object row, int contractColumns) {
            int expected = columns.isEmpty() ? contractColumns : columns.size();
            int found = ((List<?>) row).size();
            return found == expected ? null : Fault.columnCount(found, expected);
        }
    }
}
