package dev.sluice.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.SluiceVersion;
import io.confluent.connect.avro.AvroConverter;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;

/** What a worker sees of the plugin. */
class PluginTest {
    @Test
    void aWorkerFindsTheConverterAndItsVersion() throws IOException {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(CachingAvroConverter.class);
        try (CachingAvroConverter converter = new CachingAvroConverter()) {
            assertThat((Object) converter).isInstanceOf(Versioned.class);
            assertThat(converter.version()).isEqualTo(SluiceVersion.get()).isNotBlank();
            assertThat(converter.config().names())
                    .isEqualTo(new AvroConverter().config().names());
        }
    }

    @Test
    void settingsThatConfluentsConverterRefusesAreRefused() throws IOException {
        try (CachingAvroConverter converter = new CachingAvroConverter()) {
            assertThatThrownBy(() -> converter.configure(Map.of(), false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("schema.registry.url");
        }
    }

    @Test
    void configuringNeedsNoRegistry() throws IOException {
        try (CachingAvroConverter converter = new CachingAvroConverter()) {
            converter.configure(Map.of("schema.registry.url", "http://127.0.0.1:1"), false);
        }
    }
}
