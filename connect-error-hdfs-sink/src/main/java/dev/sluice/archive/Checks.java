package dev.sluice.archive;

import dev.sluice.archive.layout.Template;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Validators of the configuration: each tells what is wrong with one value, so that all are told at once. */
final class Checks {
    static final ConfigDef.Validator URL =
            check("an absolute URL without a path, like hdfs://namenode:8020", Checks::url);
    static final ConfigDef.Validator ROOT = check("an absolute path", Checks::root);
    static final ConfigDef.Validator CONF_DIR = check("a directory on every worker, or empty", Checks::confDir);
    static final ConfigDef.Validator AVRO_CODEC = check("zstd, snappy, deflate or null", Checks::avroCodec);

    static final ConfigDef.Validator FILE = check("a file on every worker, or empty", Checks::file);
    static final ConfigDef.Validator TEMPLATE =
            check("directories with variables, like tenant=${tenant}/dt=${date}", Checks::template);
    static final ConfigDef.Validator PERMISSIONS =
            check("three octal digits, like 750, that let the owner in, or empty", Checks::permissions);
    static final ConfigDef.Validator ACL =
            check("access control entries, like group:auditors:r-x,default:group:auditors:r-x, or empty", Checks::acl);

    private static final List<String> AVRO_CODECS = List.of("zstd", "snappy", "deflate", "null");

    private Checks() {}

    static ConfigDef.Validator oneOf(String... values) {
        return check(
                "one of " + String.join(", ", values),
                value ->
                        Arrays.asList(values).contains(value) ? null : "it is not one of " + String.join(", ", values));
    }

    /** What is wrong; null if nothing is. */
    private interface Check {
        String problem(String value);
    }

    private static ConfigDef.Validator check(String description, Check check) {
        return new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                String text = (String) value;
                // A key without a default and a value is reported by ConfigDef itself.
                String problem = text == null ? null : check.problem(text);
                if (problem != null) {
                    throw new ConfigException("'" + name + "' (where='" + text + "') must be " + description + ", but "
                            + problem + "; the connector does not start.");
                }
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }

    private static String url(String value) {
        try {
            URI uri = new URI(value);
            if (uri.getScheme() == null) {
                return "it has no scheme";
            }
            boolean hasPath = uri.getPath() != null
                    && !uri.getPath().isEmpty()
                    && !uri.getPath().equals("/");
            return hasPath ? "it has a path; set 'root.dir' to that path" : null;
        } catch (URISyntaxException e) {
            return "it is no URL: " + e.getReason();
        }
    }

    private static String root(String value) {
        if (!value.startsWith("/")) {
            return "it does not begin with a slash";
        }
        return Arrays.asList(value.split("/")).contains("..") ? "it contains '..'" : null;
    }

    private static String confDir(String value) {
        return value.isEmpty() || new File(value).isDirectory() ? null : "there is no such directory on this worker";
    }

    private static String file(String value) {
        return value.isEmpty() || new File(value).isFile() ? null : "there is no such file on this worker";
    }

    private static String template(String value) {
        try {
            Template.parse(value);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static String permissions(String value) {
        return value.isEmpty() || value.matches("7[0-7]{2}") ? null : "it is not";
    }

    private static String acl(String value) {
        String entry = "(default:)?(user|group|mask|other):[^:,]*:[r-][w-][x-]";
        return value.isEmpty() || value.matches(entry + "(," + entry + ")*") ? null : "it is not";
    }

    private static String avroCodec(String value) {
        if (!AVRO_CODECS.contains(value)) {
            return "it is none of these";
        }
        return value.equals("snappy") && !isLoadable("org.xerial.snappy.Snappy")
                ? "snappy-java is not in the plugin's folder"
                : null;
    }

    private static boolean isLoadable(String className) {
        try {
            Class.forName(className, false, Checks.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
