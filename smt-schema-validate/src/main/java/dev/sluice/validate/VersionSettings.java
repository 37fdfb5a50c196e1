package dev.sluice.validate;

import dev.sluice.validate.schema.SubjectTemplate;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The settings that say which schema version a record is checked against. */
final class VersionSettings {
    static final String SUBJECT_CONFIG = "subject";
    static final String SUBJECT_DEFAULT = "${tenant}.${table}";
    private static final String SUBJECT_DOC =
            "Subject of a record's schema. ${tenant}, ${dataset} and ${table} are those of the record's import, if the file source "
                    + "made it; ${topic} is its topic, ${header:NAME} one of its headers. A record that lacks one of them is an unknown "
                    + "record (on.unknown).";

    static final String VERSION_CONFIG = "version";
    static final String VERSION_DEFAULT = "pinned";
    static final String LATEST = "latest";
    private static final String VERSION_DOC =
            "Version of the subject. pinned: the one that the record's import is pinned to; needs the default subject. latest: the "
                    + "latest one, asked for again every version.refresh.ms. A number: that one.";

    static final String REFRESH_MS_CONFIG = "version.refresh.ms";
    static final long REFRESH_MS_DEFAULT = 60_000;
    private static final String REFRESH_MS_DOC =
            "How long a subject's latest version is taken to be the latest, where version=latest. When the Schema Registry cannot "
                    + "be asked thereafter, records wait.";

    private static final String GROUP = "Schema Registry";
    private static final String NUMBER = "[1-9][0-9]{0,8}";

    private final AbstractConfig config;

    VersionSettings(AbstractConfig config) {
        this.config = config;
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        SUBJECT_CONFIG,
                        ConfigDef.Type.STRING,
                        SUBJECT_DEFAULT,
                        VersionSettings::checkSubject,
                        Importance.MEDIUM,
                        SUBJECT_DOC,
                        GROUP,
                        4,
                        Width.LONG,
                        "Subject")
                .define(
                        VERSION_CONFIG,
                        ConfigDef.Type.STRING,
                        VERSION_DEFAULT,
                        VersionSettings::checkVersion,
                        Importance.MEDIUM,
                        VERSION_DOC,
                        GROUP,
                        5,
                        Width.SHORT,
                        "Version")
                .define(
                        REFRESH_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        REFRESH_MS_DEFAULT,
                        ConfigDef.Range.atLeast(1_000),
                        Importance.LOW,
                        REFRESH_MS_DOC,
                        GROUP,
                        6,
                        Width.SHORT,
                        "Refresh the latest version, ms");
    }

    /**
     * Checks settings that depend on each other.
     *
     * @throws ConfigException if they do not fit
     */
    void check() {
        if (config.getString(VERSION_CONFIG).equals(VERSION_DEFAULT)
                && !config.getString(SUBJECT_CONFIG).equals(SUBJECT_DEFAULT)) {
            throw new ConfigException(
                    SUBJECT_CONFIG,
                    config.getString(SUBJECT_CONFIG),
                    "With version=pinned the record's import tells its subject. Set version=latest or a number.");
        }
    }

    /** None if the record's import tells both subject and version. */
    Optional<SubjectTemplate> subject() {
        return config.getString(VERSION_CONFIG).equals(VERSION_DEFAULT)
                ? Optional.empty()
                : Optional.of(new SubjectTemplate(config.getString(SUBJECT_CONFIG)));
    }

    /** The fixed version, if there is one. */
    OptionalInt fixed() {
        String version = config.getString(VERSION_CONFIG);
        return version.matches(NUMBER) ? OptionalInt.of(Integer.parseInt(version)) : OptionalInt.empty();
    }

    long refreshMs() {
        return config.getLong(REFRESH_MS_CONFIG);
    }

    private static void checkSubject(String name, Object value) {
        try {
            if (new SubjectTemplate(String.valueOf(value)).toString().isBlank()) {
                throw new ConfigException(name, value, "Give a subject.");
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage() + ".");
        }
    }

    private static void checkVersion(String name, Object value) {
        String version = String.valueOf(value);
        if (!version.equals(VERSION_DEFAULT) && !version.equals(LATEST) && !version.matches(NUMBER)) {
            throw new ConfigException(name, value, "Use pinned, latest or a number from 1 on.");
        }
    }
}
