package dev.sluice.portal.serve;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the portal is reached, and how much it takes.
 *
 * @param behindProxy whether {@code Forwarded} and {@code X-Forwarded-*} are believed: only where nobody but the proxy can connect
 * @param fileBytes of one file
 * @param waitingBytes of all files of a tenant that wait
 * @param uploadsAtOnce of a tenant
 * @param uploadsPerMinute of a tenant
 * @param requestsPerSecond of a tenant, on average over ten seconds
 */
public record HttpSettings(
        InetSocketAddress listen,
        Optional<Tls> tls,
        boolean behindProxy,
        long fileBytes,
        long waitingBytes,
        int uploadsAtOnce,
        int uploadsPerMinute,
        int requestsPerSecond) {
    /** A certificate and its key, in PKCS #12. */
    public record Tls(Path keystore, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return keystore + ", password …";
        }
    }
}
