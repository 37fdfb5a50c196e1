package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.read.Notation;
import dev.sluice.source.check.Validation;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformSettingsTest {
    private static final String TYPE = "dev.sluice.validate.SchemaValidate$Value";

    @Test
    void withoutTheTransformAllIsAsItIsByDefault() {
        assertThat(TransformSettings.validation(Map.of())).isEqualTo(Validation.STANDARD);
        assertThat(TransformSettings.validation(
                        Map.of("transforms", "other", "transforms.other.type", "x", "transforms.other.zone", "x")))
                .isEqualTo(Validation.STANDARD);
        assertThat(TransformSettings.validation(Map.of("transforms", "check", "transforms.check.type", TYPE)))
                .isEqualTo(Validation.STANDARD);
    }

    @Test
    void everySettingThatTellsHowTextsAreReadOrShownIsHeard() {
        assertThat(TransformSettings.validation(Map.of(
                        "transforms", " other, check ",
                        "transforms.other.zone", "UTC",
                        "transforms.check.type", TYPE,
                        "transforms.check.zone", "Europe/Helsinki",
                        "transforms.check.date.patterns", "dd.MM.yyyy | iso",
                        "transforms.check.time.patterns", "HH.mm",
                        "transforms.check.timestamp.patterns", "yyyyMMddHHmm",
                        "transforms.check.non.finite.numbers", "TRUE",
                        "transforms.check.values.in.errors", "none")))
                .isEqualTo(new Validation(
                        new Notation(
                                ZoneId.of("Europe/Helsinki"),
                                true,
                                List.of("dd.MM.yyyy", "iso"),
                                List.of("HH.mm"),
                                List.of("yyyyMMddHHmm")),
                        false));
    }
}
