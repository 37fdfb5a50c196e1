package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.compact.CompactionPolicy;
import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.Identity;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Budget;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.part.Together;
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
                .isEqualTo(new HadoopSettings(
                        URI.create("hdfs://namenode:8020"), "/sluice/errors", Identity.WORKER, "", Map.of()));
        assertThat(config.format()).isEqualTo(new FileFormat.Avro(FileFormat.AvroCodec.ZSTD));
        assertThat(config.rollPolicy()).isEqualTo(new RollPolicy(500_000, 2_000, 134_217_728, 600_000, 30_000));
        PartSettings parts = config.parts();
        assertThat(parts.budget()).usingRecursiveComparison().isEqualTo(new Budget(64, 64 * 1024 * 1024));
        assertThat(parts.summaries()).isTrue();
        assertThat(parts.template()).hasToString(Template.DEFAULT);
        assertThat(config.tenancy().access()).isEqualTo(Access.UNCHANGED);
        assertThat(config.compaction())
                .isEqualTo(new CompactionPolicy(0, 16_777_216, 134_217_728, 3_600_000, 2_592_000_000L));
        assertThat(config.overflowRetryMs()).isEqualTo(60_000);
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
        props.put("max.buffered.bytes", "8");
        props.put("rotate.files", "9");
        props.put("commit.threads", "1");
        props.put("hdfs.kerberos.principal", "sluice@REALM");
        props.put("hdfs.kerberos.keytab", "pom.xml");
        props.put("layout.template", "t=${tenant}/d=${date}");
        props.put("summaries", "false");
        props.put("tenant.dir.permissions", "750");
        props.put("tenant.dir.group", "g_${tenant}");
        props.put("tenant.dir.acl", "user:${tenant}:r-x");
        props.put("overflow.retry.ms", "14");
        props.put("compact.interval.ms", "10");
        props.put("compact.small.bytes", "11");
        props.put("compact.min.age.ms", "12");
        props.put("compact.max.age.ms", "13");
        props.put("retry.backoff.ms", "6");
        props.put("retry.backoff.max.ms", "7");
        assertThat(props.keySet()).as("every key is tried").containsAll(Settings.CONFIG_DEF.names());
        ErrorHdfsSinkConfig config = new ErrorHdfsSinkConfig(props);
        assertThat(config.hadoop())
                .isEqualTo(new HadoopSettings(
                        URI.create("file:///"),
                        "/archive",
                        new Identity("sluice", "sluice@REALM", "pom.xml"),
                        "/tmp",
                        Map.of("dfs.replication", "2")));
        assertThat(config.format()).isEqualTo(new FileFormat.Avro(FileFormat.AvroCodec.SNAPPY));
        assertThat(config.rollPolicy()).isEqualTo(new RollPolicy(1, 9, 2, 3, 4));
        PartSettings parts = config.parts();
        assertThat(parts.budget()).usingRecursiveComparison().isEqualTo(new Budget(5, 8));
        assertThat(parts.summaries()).isFalse();
        assertThat(parts.together()).isSameAs(Together.ONE_BY_ONE);
        assertThat(parts.template()).hasToString("t=${tenant}/d=${date}");
        assertThat(config.tenancy().access()).isEqualTo(new Access("750", "g_${tenant}", "user:${tenant}:r-x"));
        assertThat(config.overflowRetryMs()).isEqualTo(14);
        assertThat(config.compaction()).isEqualTo(new CompactionPolicy(10, 11, 2, 12, 13));
        assertThat(new ErrorHdfsSinkConnector().validate(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(config.backoff()).isEqualTo(new Backoff(6, 7));
        props.put("format", "json");
        assertThat(new ErrorHdfsSinkConfig(props).format()).isEqualTo(new FileFormat.Json(FileFormat.JsonCodec.ZSTD));
    }

    @Test
    void keysThatContradictEachOtherAreTold() {
        Map<String, String> props = new HashMap<>(MINIMAL);
        props.put("hdfs.kerberos.principal", "sluice@REALM");
        props.put("layout.template", "dt=${date}");
        props.put("tenant.dir.permissions", "750");
        props.put("tenant.dir.acl", "user:${tenant}:r-x");
        assertThat(new ErrorHdfsSinkConnector().validate(props).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("hdfs.kerberos.keytab", "tenant.dir.permissions", "tenant.dir.acl");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> props = Map.of(
                "hdfs.url", "namenode",
                "root.dir", "errors/../x",
                "hadoop.conf.dir", "/no/such/directory",
                "format", "xml",
                "avro.codec", "lzo",
                "layout.template", "${tenant}/x",
                "tenant.dir.permissions", "075",
                "tenant.dir.acl", "everybody",
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
        assertThat(Settings.CONFIG_DEF.configKeys().values()).allSatisfy(key -> {
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
