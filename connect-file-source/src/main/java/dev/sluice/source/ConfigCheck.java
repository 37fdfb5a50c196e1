package dev.sluice.source;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** What no single key's validator can see. Adds to what they have found; asks nobody over the network, which {@link Preflight} does. */
final class ConfigCheck {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Map<String, ConfigValue> values = new HashMap<>();

    private ConfigCheck(Config config) {
        config.configValues().forEach(value -> values.put(value.name(), value));
    }

    /** All problems at once, each at its key. */
    static Config complete(Config config) {
        ConfigCheck check = new ConfigCheck(config);
        check.tenants();
        check.stagingDir();
        check.tenantFolders();
        check.agreementsDir();
        check.topics();
        check.encryption();
        return config;
    }

    private void tenants() {
        List<String> names = new ArrayList<>(list(StagingKeys.TENANTS_CONFIG));
        String one = text(StagingKeys.TENANT_CONFIG);
        if (names.isEmpty() == one.isEmpty()) {
            problem(
                    StagingKeys.TENANT_CONFIG,
                    (one.isEmpty() ? "neither 'tenant' nor 'tenants' is set" : "both 'tenant' and 'tenants' are set")
                            + "; it is not clear whom to serve. Set one of them; tenants=* serves all.");
        }
        if (!one.isEmpty() && !Tenant.isValid(one)) {
            problem(StagingKeys.TENANT_CONFIG, invalidTenant(one));
        }
        if (!names.equals(List.of("*"))) {
            names.stream()
                    .filter(name -> !Tenant.isValid(name))
                    .forEach(name -> problem(StagingKeys.TENANTS_CONFIG, invalidTenant(name)));
        }
    }

    private static String invalidTenant(String name) {
        return "tenant (where='" + name + "') is not a valid name; it cannot have a folder. Use a lower-case letter"
                + " followed by at most 39 lower-case letters, digits or underscores"
                + (name.equals("*") ? ", or * alone." : ".");
    }

    private void stagingDir() {
        String text = text(StagingKeys.STAGING_DIR_CONFIG);
        if (text.isEmpty()) {
            return;
        }
        try {
            Path directory = Path.of(text);
            if (!directory.isAbsolute()) {
                problem(
                        StagingKeys.STAGING_DIR_CONFIG,
                        "'staging.dir' (where='" + text
                                + "') is not absolute; workers may run in different directories."
                                + " Use an absolute path.");
            } else if (!Files.isDirectory(directory)) {
                problem(
                        StagingKeys.STAGING_DIR_CONFIG,
                        "'staging.dir' (where='" + text
                                + "') is not a directory on this worker; no file could be found."
                                + " Create or mount it on every worker.");
            } else if (!Files.isWritable(directory)) {
                problem(
                        StagingKeys.STAGING_DIR_CONFIG,
                        "'staging.dir' (where='" + text + "') is not writable for this worker; files could not be put"
                                + " away. Give the worker's user write permission.");
            }
        } catch (InvalidPathException e) {
            problem(
                    StagingKeys.STAGING_DIR_CONFIG,
                    "'staging.dir' (where='" + text + "') is not a path; no file could be found. Correct it.");
        }
    }

    /** Folders that are there already; others are created. */
    private void tenantFolders() {
        List<String> names = new ArrayList<>(list(StagingKeys.TENANTS_CONFIG));
        names.add(text(StagingKeys.TENANT_CONFIG));
        try {
            Path staging = Path.of(text(StagingKeys.STAGING_DIR_CONFIG));
            names.stream()
                    .filter(Tenant::isValid)
                    .flatMap(name -> Stream.of(
                            staging.resolve(name), staging.resolve(name).resolve("in")))
                    .filter(folder -> Files.exists(folder, LinkOption.NOFOLLOW_LINKS))
                    .filter(folder -> !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                            || !Files.isReadable(folder)
                            || !Files.isWritable(folder))
                    .forEach(folder -> problem(
                            StagingKeys.STAGING_DIR_CONFIG,
                            "folder (where='" + folder
                                    + "') is not one that this worker can read and write; the tenant's"
                                    + " files could not be taken. Replace a link or file of that name, and give the"
                                    + " worker's user permission."));
        } catch (InvalidPathException e) {
            // Told by stagingDir().
        }
    }

    private void agreementsDir() {
        String text = text(OperationsKeys.AGREEMENTS_DIR_CONFIG);
        if (text.isEmpty()) {
            return;
        }
        String where = "'" + OperationsKeys.AGREEMENTS_DIR_CONFIG + "' (where='" + text + "') ";
        try {
            Path directory = Path.of(text);
            if (!directory.isAbsolute() || !Files.isDirectory(directory) || !Files.isReadable(directory)) {
                problem(
                        OperationsKeys.AGREEMENTS_DIR_CONFIG,
                        where
                                + "is not the absolute path of a directory that this worker can read; no agreement could be"
                                + " read. Create or mount it on every worker.");
            } else if (directory
                    .toRealPath()
                    .startsWith(Path.of(text(StagingKeys.STAGING_DIR_CONFIG)).toRealPath())) {
                problem(
                        OperationsKeys.AGREEMENTS_DIR_CONFIG,
                        where + "lies in staging.dir; tenants could write their own limits. Put it elsewhere.");
            }
        } catch (InvalidPathException | IOException e) {
            problem(OperationsKeys.AGREEMENTS_DIR_CONFIG, where + "cannot be looked at: " + e + ". Correct it.");
        }
    }

    private void topics() {
        Set<String> seen = new HashSet<>();
        for (String key :
                List.of(TopicKeys.TOPIC_CONFIG, TopicKeys.ERRORS_TOPIC_CONFIG, TopicKeys.EVENTS_TOPIC_CONFIG)) {
            String template = text(key);
            String example = template.replace("${tenant}", "t").replace("${dataset}", "d");
            if (!TOPIC.matcher(example).matches()) {
                problem(
                        key,
                        "'" + key + "' (where='" + template + "') is not a topic's name; nothing could be written. Use"
                                + " letters, digits, '.', '_', '-', ${tenant} and ${dataset}.");
            } else if (!seen.add(template)) {
                problem(
                        key,
                        "'" + key + "' (where='" + template + "') is also another of the three topics; accepted and"
                                + " rejected rows and events could not be told apart. Use three topics.");
            }
        }
    }

    private void encryption() {
        EncryptionKeys.problems(this::text).forEach(this::problem);
    }

    private String text(String key) {
        ConfigValue value = values.get(key);
        if (value == null || value.value() == null) {
            return "";
        }
        return value.value() instanceof Password secret
                ? secret.value()
                : value.value().toString();
    }

    private List<String> list(String key) {
        ConfigValue value = values.get(key);
        return value != null && value.value() instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private void problem(String key, String message) {
        values.get(key).addErrorMessage(message);
    }
}
