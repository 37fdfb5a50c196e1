package dev.sluice.source;

import dev.sluice.contract.Tenant;
import dev.sluice.source.discover.Completeness;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.discover.MarkedFiles;
import dev.sluice.source.discover.SettledFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The keys that say whose files are taken, from where, and when. */
final class StagingKeys {
    static final String TENANT_CONFIG = "tenant";
    private static final String TENANT_DOC = "The one tenant that this connector serves. Set either this or tenants.";

    static final String TENANTS_CONFIG = "tenants";
    private static final String TENANTS_DOC = "The tenants that this connector serves, separated by commas; or * for"
            + " every folder of staging.dir whose name is a valid tenant's, also those that come later.";

    static final String STAGING_DIR_CONFIG = "staging.dir";
    private static final String STAGING_DIR_DOC = "The directory in which every tenant has a folder: tenants drop files"
            + " into {tenant}/in, and read {tenant}/out. On a distributed cluster all workers must see the same"
            + " directory.";

    static final String KEYSPACES_CONFIG = "keyspaces";
    static final String KEYSPACES_DEFAULT = "${tenant}_*,${tenant}";
    private static final String KEYSPACES_DOC = "Cassandra keyspaces that definitions may name, separated by commas; *"
            + " stands for any characters, ${tenant} for the tenant.";

    static final String FILE_SETTLE_MS_CONFIG = "file.settle.ms";
    static final long FILE_SETTLE_MS_DEFAULT = 2000;
    private static final String FILE_SETTLE_MS_DOC =
            "A file is complete when its size and time of modification have stood still for so long.";

    static final String SCAN_INTERVAL_MS_CONFIG = "scan.interval.ms";
    static final long SCAN_INTERVAL_MS_DEFAULT = 1000;
    private static final String SCAN_INTERVAL_MS_DOC = "How often to look for files. Directories so large that looking"
            + " takes more than a tenth of this are looked at less often.";

    static final String FILE_COMPLETE_CONFIG = "file.complete";
    static final String SETTLE = "settle";
    static final String MARKER = "marker";
    private static final String FILE_COMPLETE_DOC = "When a file is complete: 'settle', when it has stood still for"
            + " file.settle.ms; 'marker', when an empty file of its name and .done stands beside it, which Sluice removes"
            + " with it. This goes for definitions too.";

    static final String DUPLICATES_CONFIG = "duplicates";
    static final String LOAD = "load";
    static final String SKIP = "skip";
    private static final String DUPLICATES_DOC = "What happens to a file with the same bytes as one that was completed"
            + " before under the same definition: 'load', it is loaded and its report names the earlier import; 'skip',"
            + " it is refused with a reason that does.";

    private StagingKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Staging")
                .key(TENANT_CONFIG, ConfigDef.Type.STRING, "", Importance.HIGH, TENANT_DOC)
                .key(TENANTS_CONFIG, ConfigDef.Type.LIST, List.of(), Importance.HIGH, TENANTS_DOC)
                .key(
                        STAGING_DIR_CONFIG,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        STAGING_DIR_DOC)
                .key(
                        KEYSPACES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(KEYSPACES_DEFAULT.split(",", -1)),
                        Importance.MEDIUM,
                        KEYSPACES_DOC)
                .key(
                        FILE_SETTLE_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        FILE_SETTLE_MS_DEFAULT,
                        Range.atLeast(0),
                        Importance.LOW,
                        FILE_SETTLE_MS_DOC)
                .key(
                        SCAN_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        SCAN_INTERVAL_MS_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        SCAN_INTERVAL_MS_DOC)
                .key(
                        FILE_COMPLETE_CONFIG,
                        ConfigDef.Type.STRING,
                        SETTLE,
                        ValidString.in(SETTLE, MARKER),
                        Importance.MEDIUM,
                        FILE_COMPLETE_DOC)
                .key(
                        DUPLICATES_CONFIG,
                        ConfigDef.Type.STRING,
                        LOAD,
                        ValidString.in(LOAD, SKIP),
                        Importance.MEDIUM,
                        DUPLICATES_DOC);
    }

    /** The tenants; empty for all that have a folder. */
    static List<Tenant> tenants(FileSourceConfig config) {
        List<String> names = new ArrayList<>(config.getList(TENANTS_CONFIG));
        if (!config.getString(TENANT_CONFIG).isEmpty()) {
            names.add(config.getString(TENANT_CONFIG));
        }
        return names.equals(List.of("*"))
                ? List.of()
                : names.stream().map(Tenant::new).toList();
    }

    static Path directory(FileSourceConfig config) {
        return Path.of(config.getString(STAGING_DIR_CONFIG));
    }

    /** Which keyspaces a tenant may use, unless its agreement says otherwise. */
    static List<Glob> keyspaces(FileSourceConfig config, Tenant tenant) {
        return config.getList(KEYSPACES_CONFIG).stream()
                .map(glob -> new Glob(glob.replace("${tenant}", tenant.name())))
                .toList();
    }

    static Completeness completeness(FileSourceConfig config, Clock clock) {
        return config.getString(FILE_COMPLETE_CONFIG).equals(MARKER)
                ? new MarkedFiles()
                : new SettledFiles(clock, config.getLong(FILE_SETTLE_MS_CONFIG));
    }

    static boolean skipsDuplicates(FileSourceConfig config) {
        return config.getString(DUPLICATES_CONFIG).equals(SKIP);
    }

    static long scanMillis(FileSourceConfig config) {
        return config.getLong(SCAN_INTERVAL_MS_CONFIG);
    }
}
