package dev.sluice.portal.session;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How Cassandra is reached.
 *
 * @param keyspace the sink's {@code sluice.keyspace}
 */
public record CassandraSettings(
        List<InetSocketAddress> contactPoints, String datacenter, Optional<Login> login, boolean tls, String keyspace) {
    /** A role that may read the sink's keyspace; it needs no more. */
    public record Login(String user, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return user + ", password …";
        }
    }
}
