package dev.sluice.source.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import dev.sluice.source.split.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportOffsetTest {
    private static final Map<String, String> PARTITION = ImportOffset.partition(new Tenant("acme"), "a");
    private static final ImportOffset OFFSET = new ImportOffset(
            new ImportOffset.Of("0123456789abcdef0123", "a.csv"), new Position(7, 2, 3), ImportOffset.State.READING);

    @Test
    void comesBackFromConnect() {
        Map<String, Object> stored = new HashMap<>(OFFSET);
        assertThat(OFFSET.keySet()).containsExactly("import", "file", "byte", "line", "ordinal", "state");
        assertThat(ImportOffset.of(stored)).contains(OFFSET);
        assertThat(ImportOffset.of(stored).orElseThrow().position()).isEqualTo(new Position(7, 2, 3));
        assertThat(ImportOffset.of(null)).isEmpty();
        stored.put("state", "OTHER");
        assertThat(ImportOffset.of(stored)).isEmpty();
    }

    @Test
    void positionsOfRangesCanOnlyBeForgotten() {
        DatasetId dataset = DatasetId.of("acme", "a");
        Map<String, String> range = ImportOffset.partition(dataset, 5);
        assertThat(range).containsExactly(Map.entry("range", "acme/a/5"));
        assertThat(ImportOffset.problem(range, null)).isEmpty();
        assertThat(ImportOffset.problem(range, OFFSET)).get().asString().contains("cannot be set");
        for (String wrong : List.of("acme/a", "acme/a/", "acme/a/x", "acme/5", "Acme/a/5", "5", "/5", "acme/a/b/5")) {
            assertThat(ImportOffset.problem(Map.of("range", wrong), null))
                    .as(wrong)
                    .isPresent();
        }
    }

    @Test
    void operatorsMaySetWhatIsOurs() {
        assertThat(ImportOffset.problem(PARTITION, null)).isEmpty();
        assertThat(ImportOffset.problem(PARTITION, OFFSET)).isEmpty();
        assertThat(ImportOffset.problem(Map.of("dataset", "acme/"), null)).isEmpty();
        assertThat(ImportOffset.problem(Map.of("dataset", "acme"), null)).isPresent();
        assertThat(ImportOffset.problem(Map.of("dataset", "Acme/a"), null)).isPresent();
        assertThat(ImportOffset.problem(Map.of("file", "a"), null)).isPresent();
        assertThat(ImportOffset.problem(PARTITION, Map.of("byte", 1))).isPresent();
        Map<String, Object> negative = new HashMap<>(OFFSET);
        negative.put("byte", -1L);
        assertThat(ImportOffset.problem(PARTITION, negative)).isPresent();
        Map<String, Object> more = new HashMap<>(OFFSET);
        more.put("x", 1);
        assertThat(ImportOffset.problem(PARTITION, more)).isPresent();
    }
}
