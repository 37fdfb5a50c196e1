package dev.sluice.cassandra.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.type.DataTypes;
import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableChangeTest {
    private static final String FIELDS = Definition.field("A", "\"string\"") + "," + Definition.field("b", "\"int\"")
            + "," + Definition.field("c", "\"long\"");
    private static final TableDefinition DEFINITION =
            TableDefinition.of(Definition.of(1, "Ks", List.of("A", "b"), List.of("c"), FIELDS));

    private static LivingTable living(LivingColumn... more) {
        Map<String, LivingColumn> columns = new HashMap<>();
        columns.put("A", new LivingColumn("A", "text", Kind.PARTITION_KEY, 0));
        columns.put("b", new LivingColumn("b", "int", Kind.PARTITION_KEY, 1));
        columns.put("c", new LivingColumn("c", "bigint", Kind.CLUSTERING, 0));
        for (LivingColumn column : more) {
            columns.put(column.name(), column);
        }
        return new LivingTable(columns);
    }

    @Test
    void aTableThatIsNotThereIsCreatedWithExactNames() {
        assertThat(TableChange.between(DEFINITION, Optional.empty(), Map.of()).ddl())
                .containsExactly("CREATE TABLE IF NOT EXISTS \"Ks\".\"tab\" "
                        + "(\"A\" text, \"b\" int, \"c\" bigint, PRIMARY KEY ((\"A\", \"b\"), \"c\"))");
    }

    @Test
    void aTableThatHasAllIsLeftAlone() {
        LivingTable handMade = living(new LivingColumn("own", "text", Kind.REGULAR, -1));
        assertThat(TableChange.between(DEFINITION, Optional.of(handMade), Map.of())
                        .ddl())
                .isEmpty();
    }

    @Test
    void missingColumnsAreAddedInOneStatement() {
        TableDefinition wider = TableDefinition.of(Definition.of(
                2,
                "Ks",
                List.of("A", "b"),
                List.of("c"),
                FIELDS + "," + Definition.field("x", "\"boolean\"") + "," + Definition.field("Y", "\"double\"")));
        assertThat(TableChange.between(wider, Optional.of(living()), Map.of()).ddl())
                .containsExactly("ALTER TABLE \"Ks\".\"tab\" ADD (\"x\" boolean, \"Y\" double)");
    }

    @Test
    void otherTypesAndKeysAreExplainedColumnByColumn() {
        LivingTable other = living(
                new LivingColumn("b", "text", Kind.REGULAR, -1), new LivingColumn("c", "int", Kind.CLUSTERING, 0));
        assertThatThrownBy(() -> TableChange.between(DEFINITION, Optional.of(other), Map.of()))
                .isInstanceOf(RefusedDefinitionException.class)
                .hasMessageContaining("column (where='b') is text in the table but int in the definition")
                .hasMessageContaining("column (where='c') is int in the table but bigint in the definition")
                .hasMessageContaining("partition key of the table is [A] but [A, b] in the definition")
                .hasMessageContaining("schema.name");
    }

    @Test
    void encryptedColumnsAreMadeAddedAndComparedAsBlobs() {
        TableDefinition encrypted = TableDefinition.of(Definition.of(
                2,
                "Ks",
                List.of("A", "b"),
                List.of("c"),
                Definition.encrypted("A", "\"string\"", "deterministic") + "," + Definition.field("b", "\"int\"") + ","
                        + Definition.field("c", "\"long\"") + ","
                        + Definition.encrypted("x", "[\"null\", \"double\"]", "random")));
        assertThat(TableChange.between(encrypted, Optional.empty(), Map.of()).ddl())
                .containsExactly("CREATE TABLE IF NOT EXISTS \"Ks\".\"tab\" (\"A\" blob, \"b\" int, \"c\" bigint,"
                        + " \"x\" blob, PRIMARY KEY ((\"A\", \"b\"), \"c\"))");
        LivingTable there = living(new LivingColumn("A", "blob", Kind.PARTITION_KEY, 0));
        assertThat(TableChange.between(encrypted, Optional.of(there), Map.of()).ddl())
                .containsExactly("ALTER TABLE \"Ks\".\"tab\" ADD (\"x\" blob)");
        LivingTable clear = living(new LivingColumn("x", "double", Kind.REGULAR, -1));
        assertThatThrownBy(() -> TableChange.between(encrypted, Optional.of(clear), Map.of()))
                .isInstanceOf(RefusedDefinitionException.class)
                .hasMessageContaining("column (where='A') is text in the table but blob in the definition")
                .hasMessageContaining("column (where='x') is double in the table but blob in the definition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "x\" text); DROP TABLE t; --", "\"", "select", "ä", "", "a'b", "a b"})
    void noNameCanEndTheIdentifier(String name) {
        String quoted = TableName.quoted(name);
        assertThat(quoted).startsWith("\"").endsWith("\"");
        assertThat(quoted.substring(1, quoted.length() - 1).replace("\"\"", "")).doesNotContain("\"");
        assertThat(new Column(name, DataTypes.INT, Schema.create(Schema.Type.INT)).ddl())
                .isEqualTo(quoted + " int");
    }

    @Test
    void namesInLowerCaseNeedNoQuotesAndMayNotMeet() {
        TableDefinition lower = TableDefinition.of(
                Definition.of(1, "Ks", List.of("A", "b"), List.of("c"), FIELDS),
                new TableStyle(Naming.LOWER, RecordsAs.JSON));
        assertThat(TableChange.between(lower, Optional.empty(), Map.of()).ddl().get(0))
                .startsWith("CREATE TABLE IF NOT EXISTS \"ks\".\"tab\" (\"a\" ")
                .endsWith("PRIMARY KEY ((\"a\", \"b\"), \"c\"))");
        String meeting = Definition.field("Id", "\"int\"") + "," + Definition.field("id", "\"int\"");
        assertThatThrownBy(() -> TableDefinition.of(
                        Definition.of(1, "ks", List.of("Id"), List.of(), meeting),
                        new TableStyle(Naming.LOWER, RecordsAs.JSON)))
                .isInstanceOf(RefusedDefinitionException.class)
                .hasMessageContaining("'Id', 'id'");
        assertThat(TableDefinition.of(Definition.of(1, "ks", List.of("Id"), List.of(), meeting))
                        .columns())
                .hasSize(2);
    }
}
