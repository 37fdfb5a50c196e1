package dev.sluice.validate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.validate.FakeSchemaSource;
import java.io.IOException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class LatestVersionsTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "t", "namespace": "a", "fields": [{"name": "c", "type": "int"}]}""";

    private final FakeSchemaSource source = new FakeSchemaSource().with("a.t", 1, SCHEMA);
    private long now;
    private final LatestVersions latest = new LatestVersions(source, 10, 60_000, 5_000, () -> now);

    @Test
    void aNewVersionIsTakenOnceTheOldOneWasLongEnoughTheLatest() {
        assertThat(latest.of("a.t").version()).isEqualTo(1);
        source.with("a.t", 2, SCHEMA);
        now += 59_999;
        assertThat(latest.of("a.t").version()).isEqualTo(1);
        now += 1;
        assertThat(latest.of("a.t").version()).isEqualTo(2);
        assertThat(source.askedForLatest).isEqualTo(2);
    }

    @Test
    void whenItCannotBeAskedForAgainRowsWait() {
        latest.of("a.t");
        source.away = true;
        assertThat(latest.of("a.t").version()).isEqualTo(1);
        now += 60_000;
        assertThatThrownBy(() -> latest.of("a.t")).isInstanceOf(RetriableException.class);
        source.away = false;
        assertThat(latest.of("a.t").version()).isEqualTo(1);
    }

    @Test
    void aMissingSubjectIsHopedForThenGivenUp() {
        assertThatThrownBy(() -> latest.of("a.u")).isInstanceOf(RetriableException.class);
        now += PinnedSchemas.ASK_AGAIN_MS - 1;
        assertThatThrownBy(() -> latest.of("a.u")).isInstanceOf(RetriableException.class);
        assertThat(source.askedForLatest).isEqualTo(1);
        now += 5_000;
        assertThatThrownBy(() -> latest.of("a.u"))
                .isInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class);
        source.with("a.u", 1, SCHEMA);
        now += PinnedSchemas.ASK_AGAIN_MS;
        assertThat(latest.of("a.u")).isEqualTo(new SubjectVersion("a.u", 1));
    }

    @Test
    void callsAreTimed() throws IOException {
        TimedSource timed = new TimedSource(source, () -> now += 2_000_000);
        timed.latest("a.t");
        source.away = true;
        assertThatThrownBy(() -> timed.find(new SubjectVersion("a.t", 1))).isInstanceOf(IOException.class);

        assertThat(timed.calls()).isEqualTo(2);
        assertThat(timed.failures()).isEqualTo(1);
        assertThat(timed.meanMs()).isEqualTo(2.0);
        assertThat(timed.maxMs()).isEqualTo(2.0);
    }

    @Test
    void aTemplateIsFilledFromTheRecord() {
        SubjectTemplate.Values values = new SubjectTemplate.Values() {
            @Override
            public String of(String variable) {
                return variable.equals("topic") ? "orders" : null;
            }

            @Override
            public String ofHeader(String name) {
                return name.equals("kind") ? "b" : null;
            }
        };

        assertThat(new SubjectTemplate("fixed").subject(values)).isEqualTo("fixed");
        assertThat(new SubjectTemplate("${topic}-${header:kind}-value").subject(values))
                .isEqualTo("orders-b-value");
        assertThat(new SubjectTemplate("${topic}-${tenant}").subject(values)).isNull();
        assertThatThrownBy(() -> new SubjectTemplate("${header:}")).hasMessageContaining("${header:} is none of");
    }
}
