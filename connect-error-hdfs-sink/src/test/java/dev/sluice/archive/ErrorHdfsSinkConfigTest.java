package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.recover.Backoff;
import dev.sluice.contract.SluiceVersion;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class ErrorHdfsSinkConfigTest {
    private static final Map<String, String> MINIMAL = Map.of("hdfs.url", "hdfs://namenode:8020");

    @Test
    void defaults() {
        ErrorHdfsSinkConfig config = new ErrorHdfsSinkConfig(MINIMAL);
        assertThat(config.hadoop())
                .isEqualTo(new HadoopSettings(URI.create("hdfs://namenode:8020"), "/sluice/errors", "", "", Map.of()));
        assertThat(config.format()).isEqualTo(new FileFormat.Avro(FileFormat.AvroCodec.ZSTD));
        assertThat(config.rollPolicy()).isEqualTo(new RollPolicy(500_000, 134_217_728, 600_000, 30_000));
        assertThat(config.maxOpenFiles()).isEqualTo(256);
        assertThat(config.backoff()).isEqualTo(new Backoff(1_000, 30_000));
        assertThat(new ErrorHdfsSinkConfig(with("format", "json")).format())
                .isEqualTo(new FileFormat.Json(FileFormat.JsonCodec.GZIP));
    }

    @Test
    void everyKeyCounts() {
        Map<String, String> props = new HashMap<>();
        props.put("hdfs.url", "file:///");
        props.put("root.dir", "/archive");
        props.put("hdfs.user", "sluice");
        props.put("hadoop.conf.dir", "/tmp");
        props.put("hadoop.dfs.replication", "2");
        props.put("format", "avro");
        props.put("avro.codec", "snappy");
        props.put("json.codec", "zstd");
        props.put("rotate.records", "1");
        props.put("rotate.bytes", "2");
        props.put("rotate.interval.ms", "3");
        props.put("rotate.idle.ms", "4");
        props.put("max.open.files", "5");
        props.put("retry.backoff.ms", "6");
        props.put("retry.backoff.max.ms", "7");
        assertThat(props.keySet()).as("every key is tried").containsAll(ErrorHdfsSinkConfig.CONFIG_DEF.names());
        ErrorHdfsSinkConfig config = new ErrorHdfsSinkConfig(props);
        assertThat(config.hadoop())
                .isEqualTo(new HadoopSettings(
                        URI.create("file:///"), "/archive", "sluice", "/tmp", Map.of("dfs.replication", "2")));
        assertThat(config.format()).isEqualTo(new FileFormat.Avro(FileFormat.AvroCodec.SNAPPY));
        assertThat(config.rollPolicy()).isEqualTo(new RollPolicy(1, 2, 3, 4));
        assertThat(config.maxOpenFiles()).isEqualTo(5);
        assertThat(config.backoff()).isEqualTo(new Backoff(6, 7));
        props.put("format", "json");
        assertThat(new ErrorHdfsSinkConfig(props).format()).isEqualTo(new FileFormat.Json(FileFormat.JsonCodec.ZSTD));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> props = Map.of(
                "hdfs.url", "namenode",
                "root.dir", "errors/../x",
                "hadoop.conf.dir", "/no/such/directory",
                "format", "xml",
                "avro.codec", "lzo",
                "rotate.records", "0",
                "max.open.files", "many");
        List<ConfigValue> values = new ErrorHdfsSinkConnector().validate(props).configValues();
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrderElementsOf(props.keySet());
        assertThat(new ErrorHdfsSinkConnector().validate(Map.of()).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly("hdfs.url");
    }

    @Test
    void everyKeyIsGroupedAndDocumented() {
        assertThat(ErrorHdfsSinkConfig.CONFIG_DEF.configKeys().values()).allSatisfy(key -> {
            assertThat(key.group).isNotBlank();
            assertThat(key.documentation).endsWith(".");
        });
    }

    @Test
    void logsShowNoValuesOfHadoopKeys() {
        assertThat(new ErrorHdfsSinkConfig(with("hadoop.fs.s3a.secret.key", "geheim")).summary())
                .contains("fs.s3a.secret.key")
                .doesNotContain("geheim");
    }

    @Test
    void theConnectorIsFoundAndSaysItsVersion() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .hasSize(1)
                .first()
                .isInstanceOf(ErrorHdfsSinkConnector.class)
                .extracting(SinkConnector::version)
                .isEqualTo(SluiceVersion.get());
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> props = new HashMap<>(MINIMAL);
        props.put(key, value);
        return props;
    }
}
