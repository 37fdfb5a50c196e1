package dev.sluice.archive.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static final Layout LAYOUT = new Layout("import-error", 3);

    @Test
    void namesSayTopicPartitionAndOffsets() {
        assertThat(LAYOUT.archived("tenant=client_a/dataset=speed-tracking-data/dt=2026-11-20", 4711, 9422, "avro"))
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
        String name = new Layout(longest, Integer.MAX_VALUE).archived("d", Long.MAX_VALUE, Long.MAX_VALUE, "json.zst");
        assertThat(Layout.name(name).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(new Layout(longest, 0).manifests()).isNotEqualTo(new Layout(other, 0).manifests());
    }
}
