package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.RowShape;
import dev.sluice.check.read.Notation;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.validate.SchemaValidateConfig.OnInvalid;
import dev.sluice.validate.SchemaValidateConfig.OnUnknown;
import dev.sluice.validate.parse.Parsed;
import dev.sluice.validate.parse.RowParser;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class SchemaValidateConfigTest {
    private static final String URL = "http://registry:8081";
    private static final ColumnKeys KEYS =
            ColumnKeys.NONE.with(new Tenant("acme"), KeySet.generate(EncryptionKind.RANDOM));

    @Test
    void everyDefault() {
        SchemaValidateConfig config = new SchemaValidateConfig(Map.of("schema.registry.url", URL));

        assertThat(config.registry().urls()).containsExactly(URL);
        assertThat(config.errorsTopic()).isEqualTo("import-error");
        assertThat(config.onInvalid()).isEqualTo(OnInvalid.ROUTE);
        assertThat(config.onUnknown()).isEqualTo(OnUnknown.PASS);
        assertThat(config.showsValues()).isTrue();
        assertThat(config.rawMaxChars()).isEqualTo(65_536);
        assertThat(config.input().notation()).isEqualTo(Notation.iso(ZoneId.of("UTC")));
        assertThat(config.input().textFormat()).isSameAs(RowParser.TextFormat.NONE);
        assertThat(config.versions().subject()).isEmpty();
        assertThat(config.versions().fixed()).isEmpty();
        assertThat(config.versions().refreshMs()).isEqualTo(60_000);
        assertThat(config.marksWarnings()).isTrue();
        assertThat(config.cacheSize()).isEqualTo(1_000);
        assertThat(config.notFoundRetryMs()).isEqualTo(60_000);
        assertThat(config.columnKeys().tenants()).isEmpty();
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
        settings.put("subject", "${topic}-value");
        settings.put("version", "7");
        settings.put("version.refresh.ms", "1000");
        settings.put("text.format", "csv");
        settings.put("csv.columns", "A,B");
        settings.put("csv.separator", "\\t");
        settings.put("csv.quote", "'");
        settings.put("csv.null.tokens", "NULL");
        settings.put("date.patterns", "dd/MM/yyyy|iso");
        settings.put("time.patterns", "HH.mm");
        settings.put("timestamp.patterns", "dd/MM/yyyy HH:mm:ss");
        settings.put("non.finite.numbers", "true");
        settings.put("warnings.header", "false");
        settings.put("max.message.bytes", "20000");
        settings.put("schema.cache.size", "5");
        settings.put("schema.not.found.retry.ms", "0");
        settings.put("encryption.keys", KEYS.toJson());

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
        assertThat(config.maxMessageBytes()).isEqualTo(20_000);
        assertThat(config.input().notation())
                .isEqualTo(new Notation(
                        ZoneId.of("Europe/Helsinki"),
                        true,
                        List.of("dd/MM/yyyy", "iso"),
                        List.of("HH.mm"),
                        List.of("dd/MM/yyyy HH:mm:ss")));
        Parsed.Row row = (Parsed.Row) config.input().textFormat().read("'a\tb'\tNULL");
        assertThat(row.shape()).isEqualTo(new RowShape.OfCells(List.of("A", "B")));
        assertThat(row.row()).isEqualTo(Arrays.asList("a\tb", null));
        assertThat(config.versions().subject()).isPresent().get().hasToString("${topic}-value");
        assertThat(config.versions().fixed()).hasValue(7);
        assertThat(config.versions().refreshMs()).isEqualTo(1_000);
        assertThat(config.marksWarnings()).isFalse();
        assertThat(config.cacheSize()).isEqualTo(5);
        assertThat(config.notFoundRetryMs()).isZero();
        assertThat(config.columnKeys()).hasToString(KEYS.toString());
        assertThat(config.summary())
                .doesNotContain("secret")
                .doesNotContain("token=")
                .endsWith("encryption.keys=(of 1 tenants)");
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
                Map.entry("max.message.bytes", "16383"),
                Map.entry("zone", "Mars/Olympus"),
                Map.entry("subject", "${tenat}"),
                Map.entry("subject", "other"),
                Map.entry("version", "0"),
                Map.entry("version", "newest"),
                Map.entry("version.refresh.ms", "0"),
                Map.entry("text.format", "xml"),
                Map.entry("csv.separator", ";;"),
                Map.entry("csv.quote", ""),
                Map.entry("date.patterns", "dd/MM/bbbb"),
                Map.entry("time.patterns", ""),
                Map.entry("timestamp.patterns", "iso|'"),
                Map.entry("warnings.header", "perhaps"),
                Map.entry("schema.cache.size", "0"),
                Map.entry("schema.not.found.retry.ms", "-1"),
                Map.entry("encryption.keys", ""),
                Map.entry("encryption.keys", "[]"),
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

    /** As a worker does when a configuration is posted: the answer goes over REST. */
    @Test
    void keysThatAreNotInOrderAreRefusedWhenTheyArePostedAndNotTold() {
        String keys = KEYS.toJson().replace("\"random\"", "\"rnd\"");

        ConfigValue posted =
                SchemaValidateConfig.CONFIG_DEF
                        .validate(Map.of("schema.registry.url", URL, "encryption.keys", keys))
                        .stream()
                        .filter(value -> value.name().equals("encryption.keys"))
                        .findFirst()
                        .orElseThrow();

        assertThat(posted.errorMessages())
                .singleElement()
                .asString()
                .contains("'acme' has 'rnd', which is neither 'random' nor 'deterministic'")
                .doesNotContain("keyData")
                .doesNotContain("type.googleapis.com");
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
        assertThat(SchemaValidateConfig.CONFIG_DEF.configKeys().get("encryption.keys").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
    }

    @Test
    void theSummaryHidesAUserInTheUrl() {
        SchemaValidateConfig config =
                new SchemaValidateConfig(Map.of("schema.registry.url", "http://user:secret@registry:8081"));

        assertThat(config.summary()).contains("http://***@registry:8081").doesNotContain("secret");
    }
}
