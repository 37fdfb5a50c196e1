package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to reach Cassandra. Everything is set in code: a worker runs many plugins, and what another one left on the class path or in
 * system properties must not configure this driver.
 *
 * @param contactPoints empty where the bundle tells them
 * @param localDatacenter null where the bundle tells it
 * @param username null where the cluster asks for none
 * @param tls null where connections are not encrypted, or where the bundle says how
 * @param cloudBundle secure connect bundle of a cloud database; null where there is none
 * @param applicationName as {@code system_views.clients} shows it
 */
public record SessionSettings(
        List<HostAndPort> contactPoints,
        String localDatacenter,
        String username,
        String password,
        Tls tls,
        Path cloudBundle,
        ConsistencyLevel consistency,
        Duration requestTimeout,
        Duration ddlTimeout,
        String applicationName) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(500);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(10);

    private static final int MAX_REQUESTS_PER_CONNECTION = 4096;

    /** Connects; blocks for a few seconds at most. Throws what the driver throws. */
    public CqlSession open() {
        ClassLoader plugin = SessionSettings.class.getClassLoader();
        ProgrammaticDriverConfigLoaderBuilder config = DriverConfigLoader.programmaticBuilder(plugin)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, consistency.name())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, serial().name())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, requestTimeout)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_TIMEOUT)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, requestTimeout)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, ddlTimeout)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, requestTimeout)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, MAX_REQUESTS_PER_CONNECTION)
                // A session per task is meant, and a worker has many tasks.
                .withInt(DefaultDriverOption.SESSION_LEAK_THRESHOLD, 0)
                .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, false)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                .withBoolean(DefaultDriverOption.TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK, true);
        if (tls != null) {
            config = tls.into(config);
        }
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(plugin)
                .withConfigLoader(config.build())
                .withApplicationName(applicationName);
        builder = cloudBundle == null
                ? builder.addContactPoints(contactPoints.stream()
                                .map(HostAndPort::resolved)
                                .toList())
                        .withLocalDatacenter(localDatacenter)
                : builder.withCloudSecureConnectBundle(cloudBundle);
        if (username != null) {
            builder = builder.withAuthCredentials(username, password);
        }
        return builder.build();
    }

    /** What the sink's own tables are read and written with: a majority, as wide as the rows' own level says. */
    ConsistencyLevel metadata() {
        return isLocal() ? DefaultConsistencyLevel.LOCAL_QUORUM : DefaultConsistencyLevel.QUORUM;
    }

    /** The level of lightweight transactions. */
    ConsistencyLevel serial() {
        return isLocal() ? DefaultConsistencyLevel.LOCAL_SERIAL : DefaultConsistencyLevel.SERIAL;
    }

    private boolean isLocal() {
        return consistency.name().startsWith("LOCAL_");
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "SessionSettings[contactPoints=" + contactPoints + ", localDatacenter=" + localDatacenter + ", username="
                + username + ", tls=" + tls + ", cloudBundle=" + cloudBundle + ", consistency=" + consistency
                + ", applicationName=" + applicationName + "]";
    }
}
