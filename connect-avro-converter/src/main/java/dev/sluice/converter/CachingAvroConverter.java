package dev.sluice.converter;

import dev.sluice.contract.SluiceVersion;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.connect.avro.AvroConverterConfig;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/**
 * Confluent's {@link AvroConverter}, settings, bytes, errors and all, on a registry client that answers sooner.
 *
 * <p>For as many threads as Confluent's once it is configured.
 */
public final class CachingAvroConverter implements Converter, Versioned {
    private static final String MOCK_SCHEME = "mock://";

    private AvroConverter confluents = new AvroConverter();
    private RememberingRegistryClient client;

    /**
     * Takes Confluent's settings; asks the Registry nothing yet.
     *
     * @throws org.apache.kafka.common.config.ConfigException as Confluent's converter
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        AvroConverterConfig config = new AvroConverterConfig(configs);
        List<String> urls = config.getSchemaRegistryUrls();
        // Confluent's own stand-in for a Registry is no such client, and not in need of one.
        if (urls.stream().noneMatch(url -> url.startsWith(MOCK_SCHEME))) {
            client = new RememberingRegistryClient(
                    urls,
                    config.getMaxSchemasPerSubject(),
                    List.of(new AvroSchemaProvider()),
                    configs,
                    config.requestHeaders());
            confluents = new AvroConverter(client);
        }
        confluents.configure(configs, isKey);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return confluents.fromConnectData(topic, schema, value);
    }

    @Override
    public byte[] fromConnectData(String topic, Headers headers, Schema schema, Object value) {
        return confluents.fromConnectData(topic, headers, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return confluents.toConnectData(topic, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
        return confluents.toConnectData(topic, headers, value);
    }

    @Override
    public ConfigDef config() {
        return confluents.config();
    }

    /** Workers before Kafka 4 close no converters. */
    @Override
    public void close() throws IOException {
        // Not Confluent's converter: it holds nothing but this, and there is no such method of it on workers before
        // Kafka 4.
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }
}
