package dev.sluice.portal.session;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.sluice.portal.follow.ImportStore.UnavailableException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session that is made when it is first needed, and again later if Cassandra was away then. Any thread. */
public final class CassandraLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CassandraLink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long TRY_EVERY_MILLIS = 5_000;
    private static final long WARN_EVERY_MILLIS = 30_000;

    private final CassandraSettings settings;
    private final InstantSource clock;
    private CqlSession session;
    private RuntimeException trouble;
    private long nextTry = Long.MIN_VALUE;
    private long nextWarning = Long.MIN_VALUE;

    public CassandraLink(CassandraSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The name of a table of the sink's keyspace, as CQL must write it. */
    String table(String name) {
        return '"' + settings.keyspace().replace("\"", "\"\"") + "\"." + name;
    }

    /**
     * Reads.
     *
     * @return nothing also where the table, or the keyspace, is not there yet: no sink has ever run
     * @throws UnavailableException if it does not answer
     */
    List<Row> query(String cql, Object... values) {
        try {
            return session()
                    .execute(SimpleStatement.newInstance(cql, values).setIdempotent(true))
                    .all();
        } catch (InvalidQueryException e) {
            if (isNotThereYet(e)) {
                return List.of();
            }
            throw unavailable(e);
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    /** Says so in the log, but not with every request. */
    private synchronized UnavailableException unavailable(RuntimeException cause) {
        if (clock.millis() >= nextWarning) {
            nextWarning = clock.millis() + WARN_EVERY_MILLIS;
            log.warn(
                    "Cassandra {} does not answer: {}; it is asked again with the next request. Look at it if this goes on.",
                    settings.contactPoints(),
                    cause.getMessage());
        }
        return new UnavailableException(cause);
    }

    private static boolean isNotThereYet(InvalidQueryException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("does not exist") || message.contains("unconfigured table");
    }

    private synchronized CqlSession session() {
        if (session == null) {
            if (clock.millis() < nextTry) {
                throw new UnavailableException(trouble);
            }
            try {
                session = connect();
                log.info("Connected to Cassandra {}", settings.contactPoints());
            } catch (AllNodesFailedException | IllegalStateException e) {
                trouble = e;
                nextTry = clock.millis() + TRY_EVERY_MILLIS;
                throw unavailable(e);
            }
        }
        return session;
    }

    private CqlSession connect() {
        CqlSessionBuilder builder = CqlSession.builder()
                .addContactPoints(settings.contactPoints())
                .withLocalDatacenter(settings.datacenter())
                .withApplicationName("sluice-tenant-portal")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_ONE")
                        .build());
        Optional<CassandraSettings.Login> login = settings.login();
        if (login.isPresent()) {
            builder =
                    builder.withAuthCredentials(login.get().user(), login.get().password());
        }
        if (settings.tls()) {
            builder = builder.withSslContext(trustOfTheJvm());
        }
        return builder.build();
    }

    private static SSLContext trustOfTheJvm() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM's trust store cannot be used", e);
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
