package dev.sluice.cassandra;

import dev.sluice.cassandra.define.Replication;
import dev.sluice.cassandra.define.TableName;
import dev.sluice.cassandra.session.HostAndPort;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Validators of the sink's own kinds of values: what throws here becomes an error message of the key. */
record Check(Consumer<Object> check) implements ConfigDef.Validator {
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9_*?]{1,48}");

    @Override
    public void ensureValid(String name, Object value) {
        try {
            check.accept(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    static void contactPoints(Object value) {
        List<?> points = (List<?>) value;
        points.forEach(point -> HostAndPort.parse(point.toString()));
    }

    static void globs(Object value) {
        for (Object glob : (List<?>) value) {
            if (!GLOB.matcher(glob.toString()).matches()) {
                throw new IllegalArgumentException(
                        "keyspace (where='" + glob
                                + "') is not a name of letters, digits and underscores, in which * and ? may stand for others.");
            }
        }
    }

    static void replication(Object value) {
        Replication.parse(String.valueOf(value));
    }

    static void keyspace(Object value) {
        if (!TableName.NAME.matcher(String.valueOf(value)).matches()) {
            throw new IllegalArgumentException("a keyspace's name is 1 to 48 letters, digits or underscores.");
        }
    }

    @Override
    public String toString() {
        return "";
    }
}
