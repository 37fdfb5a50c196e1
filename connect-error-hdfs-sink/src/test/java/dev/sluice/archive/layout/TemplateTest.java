package dev.sluice.archive.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.archive.Envelopes;
import dev.sluice.archive.envelope.Envelope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Template DEFAULT = Template.parse(Template.DEFAULT);

    @Test
    void everyVariableIsFilledIn() {
        Template template = Template.parse(
                "k=${kind}/t=${topic}/c=${tenant}/d=${dataset}/i=${import}/y${year}-${month}-${day}T${hour}/dt=${date}");
        Envelope envelope = Envelopes.rejection("client_a", "data-1", Envelopes.IMPORT, 7, 1_763_682_912_345L);
        assertThat(template.directory(template.slot(envelope)))
                .isEqualTo(
                        "k=rejection/t=t/c=client_a/d=data-1/i=" + Envelopes.IMPORT + "/y2025-11-20T23/dt=2025-11-20");
        assertThat(template.depth()).isEqualTo(7);
        assertThat(template.tenantDirectory(template.slot(envelope))).contains("k=rejection/t=t/c=client_a");
    }

    @Test
    void slotsDifferOnlyInWhatTheTemplateNames() {
        Envelope one = Envelopes.rejection("a", "d", "0123456789abcdef0123", 1, 1_763_682_912_345L);
        Envelope other = Envelopes.rejection("a", "d", "ffffffffffffffffffff", 2, 1_763_682_912_345L - 7_200_000);
        assertThat(DEFAULT.slot(one)).isEqualTo(DEFAULT.slot(other));
        Template hourly = Template.parse("h=${hour}");
        assertThat(hourly.slot(one)).isNotEqualTo(hourly.slot(other));
        Template imports = Template.parse("i=${import}");
        assertThat(imports.slot(one)).isNotEqualTo(imports.slot(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a//b",
                "a/",
                "../x",
                "a/../b",
                ".x",
                "_x",
                "${tenant}/x",
                "a=${tenants}",
                "a=${",
                "a b",
                "a=${tenant}\n"
            })
    void whatIsNoTemplateIsRefused(String text) {
        assertThatThrownBy(() -> Template.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void importsAndTopicsOfRecordsAreNeverTrusted() {
        Template template = Template.parse("t=${topic}/i=${import}");
        Envelope envelope = Envelopes.rejection("a", "d", "../../x", 1, 0L);
        assertThat(template.directory(template.slot(envelope))).isEqualTo("t=t/i=_unknown");
    }

    @Test
    void theTenantIsReadBackFromAPath() {
        assertThat(DEFAULT.tenantDirectoryOf("tenant=client_a/dataset=d/dt=2026-01-01"))
                .contains(new Template.TenantDirectory("tenant=client_a", "client_a"));
        assertThat(Template.parse("x/y=${date}-of-${tenant}/z").tenantDirectoryOf("x/y=2026-01-01-of-client_b/z"))
                .contains(new Template.TenantDirectory("x/y=2026-01-01-of-client_b", "client_b"));
        assertThat(Template.parse("dt=${date}").tenantDirectoryOf("dt=2026-01-01"))
                .isEmpty();
        for (String tenant : List.of("a", "client_a", "_unknown")) {
            String path = "tenant=" + tenant + "/dataset=x";
            assertThat(DEFAULT.tenantDirectoryOf(path).orElseThrow().tenant()).isEqualTo(tenant);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "client_a, d, tenant=client_a/dataset=d",
                "client_a, ../../etc, tenant=client_a/dataset=_unknown",
                "client_a, null, tenant=client_a/dataset=_unknown",
                "null, d, tenant=_unknown/dataset=_unknown",
                "../x, d, tenant=_unknown/dataset=_unknown",
                "A, d, tenant=_unknown/dataset=_unknown",
                "_unknown, d, tenant=_unknown/dataset=_unknown",
            })
    void namesOfRecordsAreNeverTrusted(String tenant, String dataset, String directory) {
        assertThat(directory(envelope(tenant, dataset, 0L, null))).isEqualTo(directory + "/dt=1970-01-01");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "1763682912345, null, 2025-11-20",
                "1763682912345, 0, 2025-11-20",
                "null, 1763682912345, 2025-11-20",
                "-1, 1763682912345, 2025-11-20",
                "9223372036854775807, 1763682912345, 2025-11-20",
                "253402300799999, null, 9999-12-31",
                "253402300800000, null, 1970-01-01",
                "86399999, null, 1970-01-01",
                "86400000, null, 1970-01-02",
                "null, null, 1970-01-01",
            })
    void theDayIsThatOfTheRowElseOfTheRecord(Long time, Long timestamp, String day) {
        assertThat(directory(envelope("a", "b", time, timestamp))).endsWith("/dt=" + day);
    }

    private static String directory(Envelope envelope) {
        return DEFAULT.directory(DEFAULT.slot(envelope));
    }

    private static Envelope envelope(String tenant, String dataset, Long time, Long timestamp) {
        return new Envelope(
                Envelope.Kind.OTHER,
                tenant,
                dataset,
                null,
                Envelope.Row.UNKNOWN,
                List.of(),
                null,
                null,
                null,
                List.of(),
                new Envelope.Origin("t", 0, 0, timestamp),
                null,
                time);
    }
}
