package dev.sluice.validate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.validate.FakeSchemaSource;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class PinnedContractsTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "t", "namespace": "a", "fields": [{"name": "c", "type": "int"}]}""";
    private static final SubjectVersion ONE = new SubjectVersion("a.t", 1);
    private static final SubjectVersion TWO = new SubjectVersion("a.t", 2);

    private final FakeSchemaSource source = new FakeSchemaSource().with("a.t", 1, SCHEMA);
    private long now;
    private final PinnedContracts contracts = new PinnedContracts(source, 2, 60_000, () -> now);

    @Test
    void aVersionIsAskedForOnceAndOutlivesItsSource() {
        Contract first = contracts.get(ONE);
        source.away = true;
        now += 1_000_000_000L;

        assertThat(contracts.get(ONE)).isSameAs(first);
        assertThat(contracts.calls()).isEqualTo(1);
    }

    @Test
    void onlyTheMostRecentVersionsAreKept() {
        source.with("a.t", 2, SCHEMA).with("a.t", 3, SCHEMA);

        contracts.get(ONE);
        contracts.get(TWO);
        contracts.get(ONE);
        contracts.get(new SubjectVersion("a.t", 3));
        contracts.get(ONE);
        assertThat(contracts.calls()).isEqualTo(3);
        contracts.get(TWO);
        assertThat(contracts.calls()).isEqualTo(4);
    }

    @Test
    void aSourceThatIsAwayIsAskedAgainAndNeverFailsTheRow() {
        source.away = true;
        for (int i = 0; i < 5; i++) {
            now += 3_600_000;
            assertThatThrownBy(() -> contracts.get(ONE))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining("errors.retry.timeout");
        }
        source.away = false;

        assertThat(contracts.get(ONE)).isInstanceOf(Contract.OfRows.class);
        assertThat(contracts.calls()).isEqualTo(6);
    }

    @Test
    void aMissingVersionIsHopedForThenGivenUp() {
        assertThatThrownBy(() -> contracts.get(TWO)).isInstanceOf(RetriableException.class);
        now += PinnedContracts.ASK_AGAIN_MS - 1;
        assertThatThrownBy(() -> contracts.get(TWO)).isInstanceOf(RetriableException.class);
        assertThat(contracts.calls()).isEqualTo(1);
        now += 1;
        assertThatThrownBy(() -> contracts.get(TWO)).isInstanceOf(RetriableException.class);
        assertThat(contracts.calls()).isEqualTo(2);
        now += 59_000;
        assertThatThrownBy(() -> contracts.get(TWO))
                .isInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("a.t version 2");
    }

    @Test
    void aMissingVersionThatAppearsIsTaken() {
        assertThatThrownBy(() -> contracts.get(TWO)).isInstanceOf(RetriableException.class);
        source.with("a.t", 2, SCHEMA);
        now += PinnedContracts.ASK_AGAIN_MS;

        assertThat(contracts.get(TWO)).isInstanceOf(Contract.OfRows.class);
    }
}
