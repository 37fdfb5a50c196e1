package dev.sluice.cassandra.session;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contact point, resolved anew with each attempt to connect: addresses change while a cluster is away. */
public record HostAndPort(String host, int port) {
    private static final Pattern PATTERN =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?");
    private static final int DEFAULT_PORT = 9042;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port}, {@code host} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static HostAndPort parse(String text) {
        Matcher matcher = PATTERN.matcher(text.trim());
        if (matcher.matches()) {
            int port = matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2));
            if (port > 0 && port <= MAX_PORT) {
                return new HostAndPort(matcher.group(1), port);
            }
        }
        throw new IllegalArgumentException("contact point (where='" + text
                + "') is not host:port; nothing was started. Use for example cassandra-1:9042.");
    }

    InetSocketAddress resolved() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
