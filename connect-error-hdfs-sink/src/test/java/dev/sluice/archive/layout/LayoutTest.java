package dev.sluice.archive.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.envelope.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static final Layout LAYOUT = new Layout("import-error", 3);

    @Test
    void namesSayTopicPartitionAndOffsets() {
        Slot slot = new Slot("client_a", "speed-tracking-data", LocalDate.of(2026, 11, 20));
        assertThat(LAYOUT.archived(slot, 4711, 9422, "avro"))
                .isEqualTo("tenant=client_a/dataset=speed-tracking-data/dt=2026-11-20/"
                        + "import-error+3+0000000000000004711+0000000000000009422.avro");
    }

    @Test
    void namesSortAsOffsetsDo() {
        long[] offsets = {0, 9, 10, 99, 1_000_000, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE};
        List<String> names = Arrays.stream(offsets).mapToObj(LAYOUT::manifest).toList();
        assertThat(names).isSorted();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4711, 8_999_999_999_999_999_999L})
    void manifestsTellTheirPosition(long position) {
        assertThat(Layout.positionOf(Layout.name(LAYOUT.manifest(position)))).contains(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x.json", "0000000000000004711.json.tmp", "9999999999999999999.json", "4711.json"})
    void otherNamesAreNoManifests(String name) {
        assertThat(Layout.positionOf(name)).isEmpty();
    }

    @Test
    void longTopicNamesStayApartAndFitIntoAPathSegment() {
        String longest = "t".repeat(249);
        String other = "t".repeat(248) + "u";
        Slot slot = new Slot("a", "b", LocalDate.EPOCH);
        String name = new Layout(longest, Integer.MAX_VALUE).archived(slot, Long.MAX_VALUE, Long.MAX_VALUE, "json.zst");
        assertThat(Layout.name(name).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(new Layout(longest, 0).manifests()).isNotEqualTo(new Layout(other, 0).manifests());
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
        assertThat(Slot.of(envelope(tenant, dataset, 0L, null)).directory()).isEqualTo(directory + "/dt=1970-01-01");
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
        assertThat(Slot.of(envelope("a", "b", time, timestamp)).directory()).endsWith("/dt=" + day);
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
                time);
    }
}
