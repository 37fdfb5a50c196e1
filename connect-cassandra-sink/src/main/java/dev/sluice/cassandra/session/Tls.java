package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;

/**
 * How connections are encrypted.
 *
 * @param truststore null: the JVM's own certificate authorities
 * @param keystore null: the client shows no certificate
 * @param verifyHostname whether a node's certificate must be for the address that was called
 */
public record Tls(Store truststore, Store keystore, boolean verifyHostname) {
    /** A file of keys or certificates; its type is told by its content. */
    public record Store(String location, String password) {
        /** Never the password. */
        @Override
        public String toString() {
            return location;
        }
    }

    ProgrammaticDriverConfigLoaderBuilder into(ProgrammaticDriverConfigLoaderBuilder config) {
        ProgrammaticDriverConfigLoaderBuilder with = config.withString(
                        DefaultDriverOption.SSL_ENGINE_FACTORY_CLASS, "DefaultSslEngineFactory")
                .withBoolean(DefaultDriverOption.SSL_HOSTNAME_VALIDATION, verifyHostname);
        if (truststore != null) {
            with = with.withString(DefaultDriverOption.SSL_TRUSTSTORE_PATH, truststore.location());
            if (truststore.password() != null) {
                with = with.withString(DefaultDriverOption.SSL_TRUSTSTORE_PASSWORD, truststore.password());
            }
        }
        if (keystore != null) {
            with = with.withString(DefaultDriverOption.SSL_KEYSTORE_PATH, keystore.location());
            if (keystore.password() != null) {
                with = with.withString(DefaultDriverOption.SSL_KEYSTORE_PASSWORD, keystore.password());
            }
        }
        return with;
    }
}
