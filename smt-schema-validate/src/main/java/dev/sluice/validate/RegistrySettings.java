package dev.sluice.validate;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings that begin with {@code schema.registry.}: a few are ours, all others go to Confluent's client as they are. Holds
 * secrets.
 */
final class RegistrySettings {
    static final String PREFIX = SchemaRegistryClientConfig.CLIENT_NAMESPACE;

    static final String URL_CONFIG = PREFIX + "url";
    private static final String URL_DOC =
            "URL of the Schema Registry, with the path of its Confluent-compatible API; several "
                    + "URLs of one Registry, comma-separated, are tried in turn. Every other setting that begins with schema.registry. goes "
                    + "to Confluent's client as it is, for example schema.registry.basic.auth.credentials.source, "
                    + "schema.registry.ssl.truststore.location or schema.registry.http.read.timeout.ms; "
                    + "schema.registry.request.header.NAME adds a header to every request.";

    static final String USER_INFO_CONFIG = PREFIX + SchemaRegistryClientConfig.USER_INFO_CONFIG;
    private static final String USER_INFO_DOC =
            "user:password for the Schema Registry; needs schema.registry.basic.auth.credentials.source=USER_INFO.";

    static final String BEARER_TOKEN_CONFIG = PREFIX + SchemaRegistryClientConfig.BEARER_AUTH_TOKEN_CONFIG;
    private static final String BEARER_TOKEN_DOC =
            "Token for the Schema Registry; needs schema.registry.bearer.auth.credentials.source=STATIC_TOKEN.";

    private static final String HEADER_PREFIX = PREFIX + "request.header.";
    private static final String GROUP = "Schema Registry";

    /** Ours, not the client's: a transform blocks its task, so an answer must come, or be missed, soon. Connect retries. */
    private static final Map<String, String> CLIENT_DEFAULTS = Map.of(
            PREFIX + SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, "5000",
            PREFIX + SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, "10000",
            PREFIX + SchemaRegistryClientConfig.MAX_RETRIES_CONFIG, "2",
            // Without it the client, once it has a trust store, takes the certificate of any host.
            PREFIX + "ssl.endpoint.identification.algorithm", "https");

    private final AbstractConfig config;

    RegistrySettings(AbstractConfig config) {
        this.config = config;
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        URL_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        RegistrySettings::checkUrls,
                        Importance.HIGH,
                        URL_DOC,
                        GROUP,
                        1,
                        Width.LONG,
                        "Schema Registry URL")
                .define(
                        USER_INFO_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        USER_INFO_DOC,
                        GROUP,
                        2,
                        Width.LONG,
                        "User and password")
                .define(
                        BEARER_TOKEN_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.LOW,
                        BEARER_TOKEN_DOC,
                        GROUP,
                        3,
                        Width.LONG,
                        "Bearer token");
    }

    List<String> urls() {
        return config.getList(URL_CONFIG);
    }

    /** What Confluent's client is given. */
    Map<String, Object> forClient() {
        Map<String, Object> settings = new HashMap<>(CLIENT_DEFAULTS);
        config.originals().forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.startsWith(HEADER_PREFIX)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    /** Headers of every request. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        config.originalsWithPrefix(HEADER_PREFIX).forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }

    /** For the log: URLs without a user, and nothing else. */
    String summary() {
        return URL_CONFIG + "="
                + urls().stream().map(RegistrySettings::withoutUser).toList();
    }

    private static String withoutUser(String url) {
        int host = url.indexOf("://") + 3;
        int at = url.indexOf('@', host);
        return at < 0 ? url : url.substring(0, host) + "***" + url.substring(at);
    }

    private static void checkUrls(String name, Object value) {
        List<?> urls = (List<?>) value;
        if (urls == null
                || urls.isEmpty()
                || urls.stream().anyMatch(url -> !url.toString().matches("https?://.+"))) {
            throw new ConfigException(
                    name, value, "Give one or more URLs that begin with http:// or https://, comma-separated.");
        }
    }
}
