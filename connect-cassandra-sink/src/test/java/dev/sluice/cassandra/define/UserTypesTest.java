package dev.sluice.cassandra.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import dev.sluice.cassandra.define.LivingType.LivingField;
import dev.sluice.cassandra.define.Verdict.Ready;
import dev.sluice.cassandra.define.Verdict.Refused;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records within rows, as frozen user-defined types. */
class UserTypesTest {
    private static final Replication ONE = Replication.parse("{'class':'SimpleStrategy','replication_factor':1}");
    private static final String KEY = Definition.field("k", "\"string\"");
    private static final String ZIP = record("Zip", Definition.field("Code", "\"int\""));
    private static final String ADDRESS =
            record("Address", Definition.field("street", "\"string\"") + "," + Definition.field("zip", ZIP));

    private final FakeCassandra cassandra = new FakeCassandra();

    private static String record(String name, String fields) {
        return "{\"type\": \"record\", \"name\": \"" + name + "\", \"fields\": [" + fields + "]}";
    }

    private static DatasetDefined defined(int version, String... fields) {
        return Definition.of(version, "ks", List.of("k"), List.of(), KEY + "," + String.join(",", fields));
    }

    private Verdict define(TableStyle style, DatasetDefined event) {
        cassandra.keyspaces.add("ks");
        KeyspacePolicy policy = new KeyspacePolicy(List.of("ks"), "sluice", false, ONE, style);
        return new Definitions(cassandra, cassandra, cassandra.lease("1"), policy, new Patience(10_000, () -> 0))
                .define(event);
    }

    private Verdict defineUdt(DatasetDefined event) {
        return define(new TableStyle(Naming.EXACT, RecordsAs.UDT), event);
    }

    private static String reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).reason();
    }

    private static String type(Verdict verdict, String column) {
        assertThat(verdict).isInstanceOf(Ready.class);
        return ((Ready) verdict).definition().columns().get(column).cqlType();
    }

    private void handMadeTable(LivingColumn... columns) {
        Map<String, LivingColumn> all = new java.util.HashMap<>();
        all.put("k", new LivingColumn("k", "text", Kind.PARTITION_KEY, 0));
        Arrays.stream(columns).forEach(column -> all.put(column.name(), column));
        cassandra.tables.put(new TableName("ks", "tab"), new LivingTable(all));
    }

    private void handMadeType(String name, LivingField... fields) {
        cassandra.types.put(name, new LivingType(name, List.of(fields)));
    }

    @Test
    void typesAreMadeInnerFirstAndOnceForEachRecord() {
        Verdict verdict = defineUdt(defined(
                1,
                Definition.field("home", "[\"null\", " + ADDRESS + "]"),
                Definition.field("others", "{\"type\": \"array\", \"items\": \"t.Address\"}"),
                Definition.field("byName", "{\"type\": \"map\", \"values\": [\"null\", \"t.Zip\"]}")));
        assertThat(cassandra.ddl)
                .containsExactly(
                        "CREATE TYPE IF NOT EXISTS \"ks\".\"tab.Zip\" (\"Code\" int)",
                        "CREATE TYPE IF NOT EXISTS \"ks\".\"tab.Address\" (\"street\" text, \"zip\" frozen<\"ks\".\"tab.Zip\">)",
                        "CREATE TABLE IF NOT EXISTS \"ks\".\"tab\" (\"k\" text, \"home\" frozen<\"ks\".\"tab.Address\">, "
                                + "\"others\" frozen<list<frozen<\"ks\".\"tab.Address\">>>, "
                                + "\"byName\" frozen<map<text, frozen<\"ks\".\"tab.Zip\">>>, PRIMARY KEY ((\"k\")))");
        assertThat(type(verdict, "home")).isEqualTo("frozen<\"ks\".\"tab.Address\">");
        defineUdt(defined(1, Definition.field("home", ADDRESS)));
        assertThat(cassandra.ddl).hasSize(3);
    }

    @Test
    void aFieldThatALaterVersionAddsIsAddedToItsTypeAtTheEnd() {
        defineUdt(defined(1, Definition.field("home", ADDRESS)));
        String wider = record(
                "Address",
                Definition.field("geo", record("Geo", Definition.field("lat", "\"double\""))) + ","
                        + Definition.field("street", "\"string\"") + "," + Definition.field("zip", ZIP));
        cassandra.ddl.clear();
        Verdict verdict = defineUdt(defined(2, Definition.field("home", wider)));
        assertThat(cassandra.ddl)
                .containsExactly(
                        "CREATE TYPE IF NOT EXISTS \"ks\".\"tab.Geo\" (\"lat\" double)",
                        "ALTER TYPE \"ks\".\"tab.Address\" ADD \"geo\" frozen<\"ks\".\"tab.Geo\">");
        assertThat(cassandra.types.get("tab.Address").fields())
                .extracting(LivingField::name)
                .containsExactly("street", "zip", "geo");
        assertThat(type(verdict, "home")).isEqualTo("frozen<\"ks\".\"tab.Address\">");
        cassandra.ddl.clear();
        assertThat(defineUdt(defined(1, Definition.field("home", ADDRESS)))).isInstanceOf(Ready.class);
        assertThat(cassandra.ddl).isEmpty();
    }

    @Test
    void whatALivingTypeCannotTakeIsExplainedFieldByField() {
        defineUdt(defined(1, Definition.field("home", ADDRESS)));
        cassandra.ddl.clear();
        String other = record(
                "Address",
                Definition.field("street", "\"long\"") + ","
                        + Definition.field("zip", record("Zip", Definition.field("Code", "\"string\""))));
        assertThat(reason(defineUdt(defined(2, Definition.field("home", other)))))
                .contains("column (where='home.street') is text in the table but bigint in the definition")
                .contains("column (where='home.zip.Code') is int in the table but text in the definition");
        assertThat(cassandra.ddl).isEmpty();
    }

    @Test
    void anOperatorsTypeIsUsedWhateverItIsCalledAndOnlyGetsWhatItLacks() {
        handMadeType("address", new LivingField("extra", "tuple<int, int>"), new LivingField("street", "text"));
        handMadeTable(new LivingColumn("home", "address", Kind.REGULAR, -1));
        define(TableStyle.STANDARD, defined(1, Definition.field("home", ADDRESS)));
        assertThat(cassandra.ddl).containsExactly("ALTER TYPE \"ks\".\"address\" ADD \"zip\" text");
    }

    @Test
    void aTextThatIsThereTakesRecordsAsJsonWhateverIsChosen() {
        handMadeTable(
                new LivingColumn("home", "text", Kind.REGULAR, -1),
                new LivingColumn("others", "frozen<list<text>>", Kind.REGULAR, -1));
        Verdict verdict = defineUdt(defined(
                1,
                Definition.field("home", ADDRESS),
                Definition.field("others", "{\"type\": \"array\", \"items\": \"t.Address\"}")));
        assertThat(type(verdict, "home")).isEqualTo("text");
        assertThat(type(verdict, "others")).isEqualTo("frozen<list<text>>");
        assertThat(cassandra.ddl).isEmpty();
    }

    @Test
    void noTwoRecordsMeetInOneType() {
        String elsewhere = "{\"type\": \"record\", \"name\": \"Zip\", \"namespace\": \"a.b\", \"fields\": ["
                + Definition.field("x", "\"int\"") + "]}";
        String nowhere = elsewhere.replace("a.b", "").replace("\"x\"", "\"y\"");
        defineUdt(defined(
                1, Definition.field("a", ZIP), Definition.field("b", elsewhere), Definition.field("c", nowhere)));
        assertThat(cassandra.types).containsOnlyKeys("tab.Zip", "tab.a.b.Zip", "tab..Zip");
    }

    @Test
    void namesInLowerCaseMayNotMeet() {
        TableStyle lower = new TableStyle(Naming.LOWER, RecordsAs.UDT);
        assertThat(reason(define(
                        lower,
                        defined(
                                1,
                                Definition.field("a", ZIP),
                                Definition.field("b", record("ZIP", Definition.field("x", "\"int\"")))))))
                .contains("field (where='b')", "'t.ZIP'", "'t.Zip'");
        assertThat(reason(define(
                        lower,
                        defined(
                                2,
                                Definition.field(
                                        "a",
                                        record(
                                                "R",
                                                Definition.field("x", "\"int\"") + ","
                                                        + Definition.field("X", "\"int\"")))))))
                .contains("'x', 'X'");
        define(lower, defined(3, Definition.field("Home", ADDRESS)));
        assertThat(cassandra.types.get("tab.zip").fields()).containsExactly(new LivingField("code", "int"));
    }

    @Test
    void whatNoTypeCanBeIsRefusedWithItsField() {
        String tree = record("Tree", Definition.field("left", "[\"null\", \"t.Tree\"]"));
        assertThat(reason(defineUdt(defined(1, Definition.field("a", tree)))))
                .contains(
                        "field (where='a') has a field (where='left') that is a record (where='t.Tree') that contains itself");
        assertThat(reason(defineUdt(defined(1, Definition.field("a", record("Empty", ""))))))
                .contains("without fields");
        assertThat(reason(defineUdt(defined(
                        1, Definition.field("a", record("R", Definition.field("u", "[\"int\", \"string\"]")))))))
                .contains("has a field (where='u') that is a union");
        assertThat(define(TableStyle.STANDARD, defined(1, Definition.field("a", tree))))
                .isInstanceOf(Ready.class);
    }

    @Test
    void aPrimaryKeyHoldsNoTypeOfOursAndOneThatIsThereNeverGrows() {
        DatasetDefined keyed =
                Definition.of(1, "ks", List.of("k"), List.of("home"), KEY + "," + Definition.field("home", ADDRESS));
        assertThat(reason(defineUdt(keyed))).contains("column (where='home') is part of the primary key", "record");
        assertThat(cassandra.ddl).isEmpty();
        handMadeType("zip", new LivingField("Code", "int"));
        handMadeType("address", new LivingField("street", "text"), new LivingField("zip", "frozen<zip>"));
        handMadeTable(new LivingColumn("home", "frozen<address>", Kind.CLUSTERING, 0));
        assertThat(type(defineUdt(keyed), "home")).isEqualTo("frozen<\"ks\".\"address\">");
        handMadeType("address", new LivingField("street", "text"));
        assertThat(reason(defineUdt(keyed))).contains("address cannot get the field 'zip'");
        assertThat(cassandra.ddl).isEmpty();
    }
}
