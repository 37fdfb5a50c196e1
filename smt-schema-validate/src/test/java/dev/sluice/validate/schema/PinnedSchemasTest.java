package dev.sluice.validate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.CompiledSchema;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.validate.FakeSchemaSource;
import java.time.ZoneOffset;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class PinnedSchemasTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "t", "namespace": "a", "fields": [{"name": "c", "type": "int"}]}""";
    private static final SubjectVersion ONE = new SubjectVersion("a.t", 1);
    private static final SubjectVersion TWO = new SubjectVersion("a.t", 2);

    private final FakeSchemaSource source = new FakeSchemaSource().with("a.t", 1, SCHEMA);
    private long now;
    private final PinnedSchemas schemas = new PinnedSchemas(source, Notation.iso(ZoneOffset.UTC), 2, 60_000, () -> now);

    @Test
    void aVersionIsAskedForOnceAndOutlivesItsSource() {
        CompiledSchema first = schemas.get(ONE);
        source.away = true;
        now += 1_000_000_000L;

        assertThat(schemas.get(ONE)).isSameAs(first);
        assertThat(schemas.calls()).isEqualTo(1);
    }

    @Test
    void onlyTheMostRecentVersionsAreKept() {
        source.with("a.t", 2, SCHEMA).with("a.t", 3, SCHEMA);

        schemas.get(ONE);
        schemas.get(TWO);
        schemas.get(ONE);
        schemas.get(new SubjectVersion("a.t", 3));
        schemas.get(ONE);
        assertThat(schemas.calls()).isEqualTo(3);
        schemas.get(TWO);
        assertThat(schemas.calls()).isEqualTo(4);
    }

    @Test
    void aSourceThatIsAwayIsAskedAgainAndNeverFailsTheRow() {
        source.away = true;
        for (int i = 0; i < 5; i++) {
            now += 3_600_000;
            assertThatThrownBy(() -> schemas.get(ONE))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining("errors.retry.timeout");
        }
        source.away = false;

        assertThat(schemas.get(ONE).problems()).isEmpty();
        assertThat(schemas.calls()).isEqualTo(6);
    }

    @Test
    void aMissingVersionIsHopedForThenGivenUp() {
        assertThatThrownBy(() -> schemas.get(TWO)).isInstanceOf(RetriableException.class);
        now += PinnedSchemas.ASK_AGAIN_MS - 1;
        assertThatThrownBy(() -> schemas.get(TWO)).isInstanceOf(RetriableException.class);
        assertThat(schemas.calls()).isEqualTo(1);
        now += 1;
        assertThatThrownBy(() -> schemas.get(TWO)).isInstanceOf(RetriableException.class);
        assertThat(schemas.calls()).isEqualTo(2);
        now += 59_000;
        assertThatThrownBy(() -> schemas.get(TWO))
                .isInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("a.t version 2");
    }

    @Test
    void aMissingVersionThatAppearsIsTaken() {
        assertThatThrownBy(() -> schemas.get(TWO)).isInstanceOf(RetriableException.class);
        source.with("a.t", 2, SCHEMA);
        now += PinnedSchemas.ASK_AGAIN_MS;

        assertThat(schemas.get(TWO).problems()).isEmpty();
    }
}
