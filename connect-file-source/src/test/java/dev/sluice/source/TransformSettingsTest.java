package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.source.check.Validation;
import dev.sluice.source.define.ColumnKeyring;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
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

    @Test
    void whoseColumnsItCanEncryptIsHeardAndNoKeyIsTold() {
        String keys = ColumnKeys.NONE
                .with(new Tenant("acme"), KeySet.generate(EncryptionKind.RANDOM))
                .with(new Tenant("globex"), KeySet.generate(EncryptionKind.DETERMINISTIC))
                .toJson();
        Map<String, String> props =
                Map.of("transforms", "check", "transforms.check.type", TYPE, "transforms.check.encryption.keys", keys);
        ColumnKeyring keyring = TransformSettings.columnKeys(props);
        assertThat(keyring.has(new Tenant("acme"), ColumnEncryption.RANDOM)).isTrue();
        assertThat(keyring.has(new Tenant("acme"), ColumnEncryption.DETERMINISTIC))
                .isFalse();
        assertThat(keyring.has(new Tenant("globex"), ColumnEncryption.DETERMINISTIC))
                .isTrue();
        assertThat(keyring.has(new Tenant("umbrella"), ColumnEncryption.RANDOM)).isFalse();
        assertThat(keyring.has(new Tenant("acme"), ColumnEncryption.NONE)).isFalse();

        Map<String, String> none = Map.of("transforms", "check", "transforms.check.type", TYPE);
        assertThat(TransformSettings.columnKeys(none)).isSameAs(ColumnKeyring.EMPTY);
        assertThat(TransformSettings.columnKeys(Map.of("encryption.keys", keys)))
                .isSameAs(ColumnKeyring.EMPTY);

        String secret = keys.replaceAll("(?s).*\"value\" : \"([^\"]+)\".*", "$1");
        assertThat(secret).hasSizeGreaterThan(40).hasSizeLessThan(200);
        Map<String, String> broken = Map.of(
                "transforms",
                "check",
                "transforms.check.type",
                TYPE,
                "transforms.check.encryption.keys",
                keys.replace("AesSivKey", "AesGcmKey"));
        assertThatThrownBy(() -> TransformSettings.columnKeys(broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'transforms.check.encryption.keys' cannot be used")
                .hasMessageContaining("globex")
                .hasMessageNotContaining(secret)
                .hasNoCause();
    }
}
