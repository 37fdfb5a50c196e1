package dev.sluice.archive;

import dev.sluice.contract.SluiceVersion;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Archives every record of the errors topic on a Hadoop file system, exactly once. */
public final class ErrorHdfsSinkConnector extends SinkConnector {
    private Map<String, String> props;

    @Override
    public void start(Map<String, String> props) {
        this.props = Map.copyOf(new ErrorHdfsSinkConfig(props).originalsStrings());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ErrorHdfsSinkTask.class;
    }

    /** What each key says is checked by its definition; here, what they say together. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        Map<String, ConfigValue> values = new HashMap<>();
        config.configValues().forEach(value -> values.put(value.name(), value));
        ConfigValue principal = values.get(PlaceSettings.KERBEROS_PRINCIPAL_CONFIG);
        ConfigValue keytab = values.get(PlaceSettings.KERBEROS_KEYTAB_CONFIG);
        if (isSet(principal) != isSet(keytab)) {
            (isSet(principal) ? keytab : principal)
                    .addErrorMessage(
                            "'" + PlaceSettings.KERBEROS_PRINCIPAL_CONFIG + "' and '"
                                    + PlaceSettings.KERBEROS_KEYTAB_CONFIG
                                    + "' go together, but only one of them is set; nobody can log in with that. Set both, or none.");
        }
        ConfigValue template = values.get(FileSettings.LAYOUT_TEMPLATE_CONFIG);
        if (!String.valueOf(template.value()).contains("${tenant}")) {
            for (String key : List.of(
                    TenantSettings.TENANT_PERMISSIONS_CONFIG,
                    TenantSettings.TENANT_GROUP_CONFIG,
                    TenantSettings.TENANT_ACL_CONFIG)) {
                if (isSet(values.get(key))) {
                    values.get(key)
                            .addErrorMessage(
                                    "'" + key + "' is set, but '" + FileSettings.LAYOUT_TEMPLATE_CONFIG + "' (where='"
                                            + template.value()
                                            + "') does not name ${tenant}; there are no tenants' directories to"
                                            + " protect. Name it, or remove '" + key + "'.");
                }
            }
        }
        return config;
    }

    private static boolean isSet(ConfigValue value) {
        return value.value() != null && !value.value().toString().isEmpty();
    }

    /** All tasks are alike: the consumer group gives each its partitions. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, props);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    @Override
    public ConfigDef config() {
        return Settings.CONFIG_DEF;
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }
}
