package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.SluiceVersion;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** What a worker sees of the plugin. */
class PluginTest {
    private static final Map<String, String> SETTINGS = Map.of("schema.registry.url", "http://127.0.0.1:1");

    @Test
    void aWorkerFindsTheTransformAndItsVersion() {
        assertThat(ServiceLoader.load(Transformation.class).stream().map(ServiceLoader.Provider::type))
                .containsExactly(SchemaValidate.Value.class);
        try (SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>()) {
            assertThat(transform).isInstanceOf(Versioned.class);
            assertThat(transform.version()).isEqualTo(SluiceVersion.get()).isNotBlank();
            assertThat(transform.config().names()).contains("schema.registry.url", "errors.topic");
            assertThat(SchemaValidate.Value.class.getName()).isEqualTo("dev.sluice.validate.SchemaValidate$Value");
        }
    }

    @Test
    void configuringNeedsNoRegistry() {
        try (SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>()) {
            transform.configure(SETTINGS);
        }
    }

    @Test
    void aTransformThatWasNeverConfiguredCanBeClosed() {
        SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>();
        transform.close();
    }

    @Test
    void countersAreShownWhileTheTransformLives() throws JMException {
        Set<ObjectName> before = beans();
        FakeSchemaSource source = new FakeSchemaSource().with("client_a.analytics", 1, """
                        {"type": "record", "name": "analytics", "namespace": "client_a", "fields": [
                          {"name": "a", "type": "int"}, {"name": "b", "type": "int"}]}""");
        SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>();
        transform.configure(new SchemaValidateConfig(SETTINGS), source);
        SchemaValidate<SourceRecord> other = new SchemaValidate.Value<>();
        other.configure(new SchemaValidateConfig(SETTINGS), source);
        assertThat(beans()).hasSize(before.size() + 2);
        other.close();
        Set<ObjectName> mine = beans();
        mine.removeAll(before);
        ObjectName bean = mine.iterator().next();
        Schema raw = Rows.rawSchema(List.of("a", "b"));

        transform.apply(Rows.record(1, Rows.raw(raw, Map.of("a", "1", "b", "2"))));
        transform.apply(Rows.record(1, Rows.raw(raw, Map.of("a", "1", "b", "2"))));
        transform.apply(Rows.record(1, Rows.raw(raw, Map.of("a", "x", "b", "3000000000"))));
        transform.apply(Rows.record(Rows.raw(raw, Map.of()), new org.apache.kafka.connect.header.ConnectHeaders()));

        assertThat(attribute(bean, "RowsAccepted")).isEqualTo(2L);
        assertThat(attribute(bean, "RowsRejected")).isEqualTo(1L);
        assertThat(attribute(bean, "RecordsPassed")).isEqualTo(1L);
        assertThat(attribute(bean, "RegistryCalls")).isEqualTo(1L);
        assertThat(attribute(bean, "SchemaCacheHits")).isEqualTo(2L);
        TabularData byCode = (TabularData) attribute(bean, "ViolationsByCode");
        assertThat(byCode.get(new Object[] {"OUT_OF_RANGE"}).get("value")).isEqualTo(1L);
        assertThat(byCode.get(new Object[] {"TYPE_MISMATCH"}).get("value")).isEqualTo(1L);
        transform.close();
        assertThat(beans()).isEqualTo(before);
    }

    private static Object attribute(ObjectName bean, String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
    }

    private static Set<ObjectName> beans() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("dev.sluice:type=smt-schema-validate,*"), null);
    }
}
