package dev.sluice.source;

import dev.sluice.contract.Tenant;
import dev.sluice.source.settle.CleanupPolicy;
import dev.sluice.source.stage.Decryption;
import dev.sluice.source.stage.TenantFolders;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Recommender;

/** Values that a user interface may offer; others are valid too. */
final class Recommendations {
    private static final int MOST = 1000;

    private Recommendations() {}

    /** Null where there is nothing to recommend, as ConfigDef wants it. */
    static Recommender of(String key) {
        return switch (key) {
            case StagingKeys.TENANT_CONFIG -> recommend(Recommendations::tenants);
            case StagingKeys.TENANTS_CONFIG ->
                recommend(parsed -> Stream.concat(Stream.of("*"), tenants(parsed).stream())
                        .map(Object.class::cast)
                        .toList());
            case OperationsKeys.CLEANUP_CONFIG -> recommend(parsed -> List.of((Object[]) CleanupPolicy.texts()));
            case OperationsKeys.SCHEDULE_CONFIG ->
                recommend(parsed -> List.of("continuous", "*/5 * * * *", "0 * * * *", "0 2 * * *"));
            case OperationsKeys.TIMEZONE_CONFIG ->
                recommend(parsed -> List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds())));
            case StagingKeys.FILE_COMPLETE_CONFIG ->
                recommend(parsed -> List.of(StagingKeys.SETTLE, StagingKeys.MARKER));
            case StagingKeys.DUPLICATES_CONFIG -> recommend(parsed -> List.of(StagingKeys.LOAD, StagingKeys.SKIP));
            case AtomicityKeys.ATOMICITY_CONFIG ->
                recommend(parsed -> List.of(AtomicityKeys.EVENTS, AtomicityKeys.FILE));
            default -> null;
        };
    }

    /** What one key may be, given the others. */
    private interface Values {
        List<Object> of(Map<String, Object> parsed);
    }

    private static Recommender recommend(Values values) {
        return new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> parsed) {
                return values.of(parsed);
            }

            @Override
            public boolean visible(String name, Map<String, Object> parsed) {
                return true;
            }
        };
    }

    private static List<Object> tenants(Map<String, Object> parsed) {
        try {
            Path staging = Path.of(String.valueOf(parsed.get(StagingKeys.STAGING_DIR_CONFIG)));
            return new TenantFolders(staging, List.of(), Decryption.NONE)
                    .now().stream()
                            .map(directory -> (Object) directory.tenant().name())
                            .filter(name -> Tenant.isValid(String.valueOf(name)))
                            .limit(MOST)
                            .toList();
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }
}
