package dev.sluice.cassandra.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cassandra.define.Verdict.NotYet;
import dev.sluice.cassandra.define.Verdict.Ready;
import dev.sluice.cassandra.define.Verdict.Refused;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private static final String FIELDS = Definition.field("k", "\"string\"") + "," + Definition.field("v", "\"int\"");
    private static final DatasetDefined V1 = Definition.of(1, "ks", List.of("k"), List.of(), FIELDS);
    private static final DatasetDefined V2 =
            Definition.of(2, "ks", List.of("k"), List.of(), FIELDS + "," + Definition.field("w", "\"int\""));
    private static final Replication ONE = Replication.parse("{'class':'SimpleStrategy','replication_factor':1}");

    private final FakeCassandra cassandra = new FakeCassandra();
    private long now;

    private Definitions task(String name, boolean autoCreate) {
        return new Definitions(
                cassandra,
                cassandra,
                cassandra.lease(name),
                new KeyspacePolicy(List.of("ks"), "sluice", autoCreate, ONE, TableStyle.STANDARD),
                new Patience(10_000, () -> now));
    }

    @Test
    void keyspaceAndTableAreMadeOnceForAllTasks() {
        Definitions first = task("1", true);
        Definitions second = task("2", true);
        assertThat(first.define(V1)).isInstanceOf(Ready.class);
        assertThat(second.define(V1)).isInstanceOf(Ready.class);
        assertThat(first.define(V1)).isInstanceOf(Ready.class);
        assertThat(cassandra.ddl).hasSize(2);
        assertThat(cassandra.leaseHolder()).isEmpty();
    }

    @Test
    void anotherTasksLeaseMeansLater() {
        assertThat(cassandra.lease("2").acquire()).isTrue();
        Definitions task = task("1", true);
        assertThat(task.define(V1)).isInstanceOf(NotYet.class);
        assertThat(cassandra.ddl).isEmpty();
        cassandra.lease("2").release();
        assertThat(task.define(V1)).isInstanceOf(Ready.class);
    }

    @Test
    void aLeaseThatIsLostBetweenTwoStatementsMeansLater() {
        Definitions task = task("1", true);
        cassandra.willLoseLease();
        assertThat(task.define(V1)).isInstanceOf(NotYet.class);
        assertThat(cassandra.ddl).hasSize(1);
        assertThat(cassandra.leaseHolder()).isEqualTo("another");
        cassandra.lease("another").release();
        assertThat(task.define(V1)).isInstanceOf(Ready.class);
        assertThat(cassandra.ddl).hasSize(2);
    }

    @Test
    void anOlderVersionThatComesAgainChangesNothing() {
        Definitions task = task("1", true);
        task.define(V1);
        task.define(V2);
        int before = cassandra.ddl.size();
        assertThat(task("2", true).define(V1)).isInstanceOf(Ready.class);
        assertThat(cassandra.ddl).hasSize(before);
    }

    @Test
    void aRestartedTaskKnowsWhatItNeverSaw() {
        task("1", true).define(V1);
        Verdict verdict = task("2", true).find("t.tab", 1);
        assertThat(verdict).isInstanceOf(Ready.class);
        assertThat(((Ready) verdict).definition().event()).isEqualTo(V1);
    }

    @Test
    void anUnknownVersionIsWaitedForOnceAndThenRefusedUntilItComes() {
        Definitions task = task("1", true);
        assertThat(task.find("t.tab", 1)).isInstanceOf(NotYet.class);
        now = 9_999;
        assertThat(task.find("t.tab", 1)).isInstanceOf(NotYet.class);
        now = 10_000;
        Verdict verdict = task.find("t.tab", 1);
        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(((Refused) verdict).reason()).contains("'t.tab'").contains("10000 ms");
        task("2", true).define(V1);
        now = 12_000;
        assertThat(task.find("t.tab", 1)).isInstanceOf(Ready.class);
    }

    @Test
    void aKeyspaceIsNeitherTakenNorMadeAgainstTheOperatorsWill() {
        Verdict notAllowed = task("1", true).define(Definition.of(1, "other", List.of("k"), List.of(), FIELDS));
        assertThat(((Refused) notAllowed).reason())
                .contains("keyspace (where='other')")
                .contains("'keyspaces'");
        Verdict notThere = task("1", false).define(V1);
        assertThat(((Refused) notThere).reason()).contains("does not exist").contains("keyspace.auto.create");
        assertThat(cassandra.ddl).isEmpty();
        assertThat(cassandra.leaseHolder()).isEmpty();
    }

    @Test
    void aTableBelongsToOneDataset() {
        Definitions task = task("1", true);
        task.define(V1);
        Verdict verdict = task.define(Definition.of("thief", 3, "ks", List.of("k"), List.of(), FIELDS));
        assertThat(((Refused) verdict).reason()).contains("belongs to dataset t/d");
    }

    @Test
    void ofTwoDatasetsThatClaimANewTableAtOnceOneGetsItAndTheOtherMakesNothing() {
        cassandra.keyspaces.add("ks");
        cassandra.willBeClaimedBy(DatasetId.of("t", "rival"));
        Verdict verdict = task("1", true).define(V1);
        assertThat(((Refused) verdict).reason()).contains("belongs to dataset t/rival");
        assertThat(cassandra.ddl).isEmpty();
        assertThat(cassandra.leaseHolder()).isEmpty();
        assertThat(task("2", true).define(Definition.of("rival", 1, "ks", List.of("k"), List.of(), FIELDS)))
                .isInstanceOf(Ready.class);
    }

    @Test
    void aTableThatCassandraRefusesToMakeBelongsToNobody() {
        cassandra.keyspaces.add("ks");
        cassandra.willFail(new RefusedDefinitionException("no permission"));
        assertThat(task("1", true).define(V1)).isInstanceOf(Refused.class);
        assertThat(cassandra.owner(new TableName("ks", "tab"))).isEmpty();
        assertThat(task("1", true).define(Definition.of("other", 1, "ks", List.of("k"), List.of(), FIELDS)))
                .isInstanceOf(Ready.class);
    }

    @Test
    void afterAFailureOfTheWorldTheLeaseIsKeptForTheNextAttempt() {
        Definitions task = task("1", true);
        cassandra.willFail(new IllegalStateException("timeout"));
        assertThatThrownBy(() -> task.define(V1)).hasMessage("timeout");
        assertThat(task("2", true).define(V1)).isInstanceOf(NotYet.class);
        assertThat(task.define(V1)).isInstanceOf(Ready.class);
        assertThat(cassandra.leaseHolder()).isEmpty();
    }

    @Test
    void whatIsForbiddenIsTriedAgainFromTimeToTimeAndIsDoneOnceItIsAllowed() {
        Definitions task = task("1", true);
        cassandra.keyspaces.add("ks");
        cassandra.willFail(new ForbiddenDefinitionException("no CREATE permission"));
        assertThat(((Refused) task.define(V1)).reason()).contains("no CREATE permission");
        assertThat(cassandra.leaseHolder()).isEmpty();
        cassandra.willFail(new ForbiddenDefinitionException("still no CREATE permission"));
        assertThat(((Refused) task.find("t.tab", 1)).reason()).contains("still no CREATE permission");
        assertThat(task.find("t.tab", 1)).as("not asked at every row").isInstanceOf(Refused.class);
        now = 2_000;
        assertThat(task.find("t.tab", 1)).isInstanceOf(Ready.class);
        assertThat(cassandra.ddl).hasSize(1);
    }

    @Test
    void aTaskThatStartsAfterThePermissionWasGrantedKnowsTheDefinition() {
        cassandra.keyspaces.add("ks");
        cassandra.willFail(new ForbiddenDefinitionException("no CREATE permission"));
        task("1", true).define(V1);
        assertThat(task("2", true).find("t.tab", 1)).isInstanceOf(Ready.class);
    }

    @Test
    void rowsAreWrittenOnceAnOperatorHasMadeTheirKeyspace() {
        Definitions task = task("1", false);
        assertThat(task.define(V1)).isInstanceOf(Refused.class);
        cassandra.keyspaces.add("ks");
        assertThat(task.find("t.tab", 1)).isInstanceOf(Ready.class);
    }
}
