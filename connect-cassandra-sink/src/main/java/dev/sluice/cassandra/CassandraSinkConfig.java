package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.PlainTopic;
import dev.sluice.cassandra.define.KeyspacePolicy;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.session.CassandraLink;
import dev.sluice.cassandra.session.SessionSettings;
import dev.sluice.cassandra.write.Pressure;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The sink's configuration. Each group of keys stands in a class of its own, which also reads their values. Immutable. */
public final class CassandraSinkConfig extends AbstractConfig {
    /** What the plugin is for. */
    static final String OVERVIEW_DOC =
            "Makes tables of definition events and upserts validated rows into them: the last one wins, replays change nothing. "
                    + "Counts what becomes of every file, and says when it is complete. Settings topic.NAME.table, .mapping, "
                    + ".deletes, .timestamp and .ttl.seconds, for topics that Sluice's file source did not make, are told in the "
                    + "plugin's README.";

    private final String name;
    private final String task;

    /** @param props what Connect gives to a connector or a task */
    public CassandraSinkConfig(Map<String, String> props) {
        super(configDef(), props, false);
        this.name = props.getOrDefault("name", "sluice");
        this.task = props.getOrDefault(CassandraSinkConnector.TASK_CONFIG, "connector");
    }

    /** A new definition of all keys. */
    public static ConfigDef configDef() {
        ConfigDef keys = new ConfigDef();
        ClusterKeys.define(keys);
        EncryptionKeys.define(keys);
        KeyspaceKeys.define(keys);
        WritingKeys.define(keys);
        TimeKeys.define(keys);
        ImportKeys.define(keys);
        return keys;
    }

    String name() {
        return name;
    }

    String task() {
        return task;
    }

    SessionSettings session() {
        return ClusterKeys.session(this, name + "-" + task);
    }

    KeyspacePolicy keyspacePolicy() {
        return KeyspaceKeys.policy(this);
    }

    CassandraLink.OwnKeyspace ownKeyspace() {
        String own = KeyspaceKeys.own(this);
        return new CassandraLink.OwnKeyspace(own, keyspacePolicy().createKeyspace(own), ImportKeys.retention(this));
    }

    WritePlan writePlan() {
        return WritingKeys.plan(this);
    }

    Pressure pressure() {
        return WritingKeys.pressure(this);
    }

    Loader.Waits waits() {
        return TimeKeys.waits(this);
    }

    long definitionWaitMillis() {
        return TimeKeys.definitionWaitMillis(this);
    }

    List<String> errorTopics() {
        return ImportKeys.errorTopics(this);
    }

    ImportBook.Choices importChoices() {
        return ImportKeys.choices(this);
    }

    /** By name. */
    Map<String, PlainTopic> plainTopics() {
        return PlainTopic.parse(originalsStrings());
    }

    /** For the log: without secrets. */
    String summary() {
        return session() + ", keyspaces=" + getList(KeyspaceKeys.KEYSPACES_CONFIG) + ", "
                + KeyspaceKeys.AUTO_CREATE_CONFIG + "=" + getBoolean(KeyspaceKeys.AUTO_CREATE_CONFIG) + ", "
                + pressure() + ", " + writePlan();
    }
}
