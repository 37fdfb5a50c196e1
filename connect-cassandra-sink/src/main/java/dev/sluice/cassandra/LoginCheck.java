package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.sluice.cassandra.write.Failure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Tries a user and a password while a configuration is checked, because a wrong one is seen best by who has just typed it. A Cassandra
 * that does not answer within a few seconds is no problem of the configuration.
 */
record LoginCheck(long patienceSeconds) {
    /** Adds a problem to a configuration that has none, and a user, if Cassandra does not let that user in. */
    Config check(Config config, Supplier<CassandraSinkConfig> parsed) {
        boolean isSound = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        Optional<ConfigValue> username = config.configValues().stream()
                .filter(value -> value.name().equals(ClusterKeys.USERNAME_CONFIG))
                .findFirst();
        if (isSound && username.isPresent() && username.get().value() != null) {
            CassandraSinkConfig settings = parsed.get();
            refusal(() -> settings.session().open())
                    .ifPresent(
                            why -> username.get()
                                    .addErrorMessage(
                                            "user (where='" + username.get().value()
                                                    + "') is not let in by Cassandra: " + why
                                                    + "; the sink could not write. Correct the user and its password, or make the role."));
        }
        return config;
    }

    /** Why the login is refused; empty if it is not, or if nobody answers. */
    private Optional<String> refusal(Supplier<CqlSession> login) {
        CompletableFuture<Void> tried = CompletableFuture.supplyAsync(login, run -> {
                    Thread thread = new Thread(run, "sluice-login-check");
                    thread.setDaemon(true);
                    thread.start();
                })
                // Also one that comes too late.
                .thenAccept(session -> session.forceCloseAsync());
        try {
            tried.get(patienceSeconds, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Failure.of(e) == Failure.LOCKED_OUT
                    ? Optional.of(String.valueOf(e.getCause().getMessage()))
                    : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
