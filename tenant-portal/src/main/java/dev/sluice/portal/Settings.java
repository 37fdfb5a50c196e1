package dev.sluice.portal;

import dev.sluice.portal.serve.HttpSettings;
import dev.sluice.portal.session.CassandraSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the portal is told: a file of properties, over which environment variables go: {@code staging.dir} is {@code SLUICE_STAGING_DIR}.
 * Those that a Connect worker has for Sluice's connectors have the same names here. Passwords come from files only.
 *
 * @param withMarkers whether files get a marker when they are complete
 */
record Settings(
        Path staging, boolean withMarkers, Path tokens, URI connect, CassandraSettings cassandra, HttpSettings http) {
    /** All keys, with their defaults; null where one must be given, empty where none is needed. */
    static final Map<String, String> DEFAULTS = defaults();

    private static final String PREFIX = "SLUICE_";
    private static final int CASSANDRA_PORT = 9042;
    private static final long MAX_PORT = 65_535;

    private static Map<String, String> defaults() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("staging.dir", null);
        keys.put("tokens.file", null);
        keys.put("file.complete", "settle");
        keys.put("portal.listen", "127.0.0.1:8085");
        keys.put("portal.tls.keystore", "");
        keys.put("portal.tls.password.file", "");
        keys.put("portal.behind.proxy", "false");
        keys.put("portal.max.file.bytes", "2147483648");
        keys.put("portal.max.waiting.bytes", "21474836480");
        keys.put("portal.uploads.at.once", "4");
        keys.put("portal.uploads.per.minute", "120");
        keys.put("portal.requests.per.second", "20");
        keys.put("cassandra.contact.points", null);
        keys.put("cassandra.local.datacenter", "datacenter1");
        keys.put("cassandra.keyspace", "sluice");
        keys.put("cassandra.user", "");
        keys.put("cassandra.password.file", "");
        keys.put("cassandra.tls", "false");
        keys.put("connect.url", "http://localhost:8083");
        return keys;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with every problem at once
     */
    static Settings of(Map<String, String> file, Map<String, String> environment) {
        return new Reading(file, environment).settings();
    }

    /** Collects problems while it reads. One thread. */
    private static final class Reading {
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> file, Map<String, String> environment) {
            Set<String> unknown = new TreeSet<>(file.keySet());
            unknown.removeAll(DEFAULTS.keySet());
            unknown.forEach(key -> problems.add("'" + key + "' is not known. Correct or remove it."));
            DEFAULTS.forEach((key, otherwise) -> {
                String variable = PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
                String value = environment.getOrDefault(variable, file.getOrDefault(key, otherwise));
                if (value == null) {
                    problems.add("'" + key + "' is missing. Set it, or the environment variable " + variable + ".");
                }
                values.put(key, value == null ? "" : value.strip());
            });
        }

        Settings settings() {
            Optional<InetSocketAddress> listen = read("portal.listen", text -> address(text, -1));
            List<InetSocketAddress> points =
                    read("cassandra.contact.points", Reading::points).orElse(List.of());
            Optional<URI> connect = read("connect.url", Reading::url);
            Optional<HttpSettings.Tls> tls = secret(
                    "portal.tls.keystore",
                    "portal.tls.password.file",
                    (keystore, password) -> new HttpSettings.Tls(Path.of(keystore), password));
            Optional<CassandraSettings.Login> login =
                    secret("cassandra.user", "cassandra.password.file", CassandraSettings.Login::new);
            boolean withMarkers = read("file.complete", Reading::isMarker).orElse(false);
            boolean behindProxy = flag("portal.behind.proxy");
            boolean cassandraTls = flag("cassandra.tls");
            long fileBytes = number("portal.max.file.bytes", Long.MAX_VALUE);
            long waitingBytes = number("portal.max.waiting.bytes", Long.MAX_VALUE);
            int atOnce = (int) number("portal.uploads.at.once", 1_000);
            int perMinute = (int) number("portal.uploads.per.minute", 1_000_000);
            int perSecond = (int) number("portal.requests.per.second", 1_000_000);
            Path staging = Path.of(values.get("staging.dir"));
            if (!values.get("staging.dir").isEmpty() && !Files.isDirectory(staging)) {
                problems.add("'staging.dir' (where='" + staging + "') is not a directory. Create it.");
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("\n", problems));
            }
            return new Settings(
                    staging,
                    withMarkers,
                    Path.of(values.get("tokens.file")),
                    connect.orElseThrow(),
                    new CassandraSettings(
                            points,
                            values.get("cassandra.local.datacenter"),
                            login,
                            cassandraTls,
                            values.get("cassandra.keyspace")),
                    new HttpSettings(
                            listen.orElseThrow(),
                            tls,
                            behindProxy,
                            fileBytes,
                            waitingBytes,
                            atOnce,
                            perMinute,
                            perSecond));
        }

        private <T> Optional<T> read(String key, Function<String, T> reading) {
            String text = values.get(key);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(reading.apply(text));
            } catch (IllegalArgumentException e) {
                problems.add("'" + key + "' (where='" + text + "') " + e.getMessage() + ".");
                return Optional.empty();
            }
        }

        private interface Pair<T> {
            T of(String name, String password);
        }

        private <T> Optional<T> secret(String key, String fileKey, Pair<T> pair) {
            String name = values.get(key);
            String file = values.get(fileKey);
            if (name.isEmpty() != file.isEmpty()) {
                problems.add("'" + key + "' and '" + fileKey + "' go together. Set both or none.");
            }
            if (name.isEmpty() || file.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(pair.of(name, Files.readString(Path.of(file)).strip()));
            } catch (IOException e) {
                problems.add("'" + fileKey + "' (where='" + file + "') cannot be read. Look at its permissions.");
                return Optional.empty();
            }
        }

        private static boolean isMarker(String text) {
            if (!text.equals("settle") && !text.equals("marker")) {
                throw new IllegalArgumentException("must be settle or marker");
            }
            return text.equals("marker");
        }

        private boolean flag(String key) {
            return read(key, text -> {
                        if (!text.equals("true") && !text.equals("false")) {
                            throw new IllegalArgumentException("must be true or false");
                        }
                        return Boolean.valueOf(text);
                    })
                    .orElse(false);
        }

        private long number(String key, long most) {
            return read(key, text -> {
                        try {
                            long number = Long.parseLong(text);
                            if (number > 0 && number <= most) {
                                return number;
                            }
                        } catch (NumberFormatException e) {
                            // Said below.
                        }
                        throw new IllegalArgumentException("must be a number from 1 to " + most);
                    })
                    .orElse(1L);
        }

        private static List<InetSocketAddress> points(String text) {
            List<InetSocketAddress> points = new ArrayList<>();
            for (String point : text.split(",", -1)) {
                points.add(address(point.strip(), CASSANDRA_PORT));
            }
            return points;
        }

        /** @param otherwise the port where none is given; -1 if one must be */
        private static InetSocketAddress address(String text, int otherwise) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? text : text.substring(0, colon);
            try {
                long port = colon < 0 ? otherwise : Long.parseLong(text.substring(colon + 1));
                if (!host.isEmpty() && port >= 0 && port <= MAX_PORT) {
                    return new InetSocketAddress(host, (int) port);
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException("must be host:port");
        }

        private static URI url(String text) {
            URI url = URI.create(text);
            if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
                throw new IllegalArgumentException("must be an http or https address");
            }
            return url;
        }
    }
}
