package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.validate.SchemaValidateConfig.OnInvalid;
import dev.sluice.validate.SchemaValidateConfig.OnUnknown;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class SchemaValidateConfigTest {
    private static final String URL = "http://registry:8081";

    @Test
    void everyDefault() {
        SchemaValidateConfig config = new SchemaValidateConfig(Map.of("schema.registry.url", URL));

        assertThat(config.registry().urls()).containsExactly(URL);
        assertThat(config.errorsTopic()).isEqualTo("import-error");
        assertThat(config.onInvalid()).isEqualTo(OnInvalid.ROUTE);
        assertThat(config.onUnknown()).isEqualTo(OnUnknown.PASS);
        assertThat(config.showsValues()).isTrue();
        assertThat(config.rawMaxChars()).isEqualTo(65_536);
        assertThat(config.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config.cacheSize()).isEqualTo(1_000);
        assertThat(config.notFoundRetryMs()).isEqualTo(60_000);
        assertThat(config.registry().headers()).isEmpty();
        assertThat(config.registry().forClient())
                .containsOnly(
                        Map.entry("schema.registry.url", URL),
                        Map.entry("schema.registry.http.connect.timeout.ms", "5000"),
                        Map.entry("schema.registry.http.read.timeout.ms", "10000"),
                        Map.entry("schema.registry.max.retries", "2"),
                        Map.entry("schema.registry.ssl.endpoint.identification.algorithm", "https"));
    }

    @Test
    void everyKeySetToAnotherValue() {
        Map<String, String> settings = new HashMap<>();
        settings.put("schema.registry.url", "https://a:1, https://b:2/apis/ccompat/v7");
        settings.put("schema.registry.basic.auth.credentials.source", "USER_INFO");
        settings.put("schema.registry.basic.auth.user.info", "user:secret");
        settings.put("schema.registry.bearer.auth.token", "token");
        settings.put("schema.registry.max.retries", "7");
        settings.put("schema.registry.request.header.X-Team", "ingest");
        settings.put("errors.topic", "errors-${tenant}");
        settings.put("on.invalid", "fail");
        settings.put("on.unknown", "reject");
        settings.put("values.in.errors", "none");
        settings.put("raw.max.chars", "0");
        settings.put("zone", "Europe/Helsinki");
        settings.put("schema.cache.size", "5");
        settings.put("schema.not.found.retry.ms", "0");

        SchemaValidateConfig config = new SchemaValidateConfig(settings);

        assertThat(settings.keySet()).containsAll(SchemaValidateConfig.CONFIG_DEF.names());
        assertThat(config.registry().urls()).containsExactly("https://a:1", "https://b:2/apis/ccompat/v7");
        assertThat(config.registry().forClient())
                .containsEntry("schema.registry.basic.auth.user.info", "user:secret")
                .containsEntry("schema.registry.bearer.auth.token", "token")
                .containsEntry("schema.registry.max.retries", "7")
                .doesNotContainKey("schema.registry.request.header.X-Team");
        assertThat(config.registry().headers()).containsExactly(Map.entry("X-Team", "ingest"));
        assertThat(config.errorsTopic()).isEqualTo("errors-${tenant}");
        assertThat(config.onInvalid()).isEqualTo(OnInvalid.FAIL);
        assertThat(config.onUnknown()).isEqualTo(OnUnknown.REJECT);
        assertThat(config.showsValues()).isFalse();
        assertThat(config.rawMaxChars()).isZero();
        assertThat(config.zone()).isEqualTo(ZoneId.of("Europe/Helsinki"));
        assertThat(config.cacheSize()).isEqualTo(5);
        assertThat(config.notFoundRetryMs()).isZero();
        assertThat(config.summary()).doesNotContain("secret").doesNotContain("token=");
    }

    @Test
    void badValuesAreNamed() {
        for (Map.Entry<String, String> bad : List.of(
                Map.entry("schema.registry.url", "registry:8081"),
                Map.entry("schema.registry.url", ""),
                Map.entry("on.invalid", "drop"),
                Map.entry("on.unknown", "drop"),
                Map.entry("values.in.errors", "some"),
                Map.entry("raw.max.chars", "-1"),
                Map.entry("zone", "Mars/Olympus"),
                Map.entry("schema.cache.size", "0"),
                Map.entry("schema.not.found.retry.ms", "-1"),
                Map.entry("errors.topic", ""))) {
            Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", URL));
            settings.put(bad.getKey(), bad.getValue());
            assertThatThrownBy(() -> new SchemaValidateConfig(settings))
                    .as(bad.toString())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(bad.getKey());
        }
        assertThatThrownBy(() -> new SchemaValidateConfig(Map.of())).isInstanceOf(ConfigException.class);
    }

    @Test
    void everyKeyIsDocumentedAndGrouped() {
        assertThat(SchemaValidateConfig.CONFIG_DEF.configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).endsWith(".");
            assertThat(key.group).isNotBlank();
            assertThat(key.displayName).isNotBlank();
        });
        assertThat(SchemaValidateConfig.CONFIG_DEF.configKeys().get("schema.registry.basic.auth.user.info").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
    }

    @Test
    void theSummaryHidesAUserInTheUrl() {
        SchemaValidateConfig config =
                new SchemaValidateConfig(Map.of("schema.registry.url", "http://user:secret@registry:8081"));

        assertThat(config.summary()).contains("http://***@registry:8081").doesNotContain("secret");
    }
}
