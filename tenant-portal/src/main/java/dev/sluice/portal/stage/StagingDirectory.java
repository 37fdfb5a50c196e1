package dev.sluice.portal.stage;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The folders of all tenants. Any thread. */
public final class StagingDirectory {
    private final Path root;
    private final boolean withMarkers;

    /**
     * Looks at nothing yet.
     *
     * @param withMarkers whether a file is complete only once its marker stands beside it, as the source's {@code file.complete} says
     */
    public StagingDirectory(Path root, boolean withMarkers) {
        this.root = root;
        this.withMarkers = withMarkers;
    }

    /** Whoever has a folder, by name. */
    public List<Tenant> tenants() throws IOException {
        List<Tenant> tenants = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (Tenant.isValid(name) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    tenants.add(new Tenant(name));
                }
            }
        }
        tenants.sort(Comparator.comparing(Tenant::name));
        return tenants;
    }

    /** Deletes what uploads have left behind that were cut off by a crash, a day ago or earlier. */
    public void deleteAbandoned(Instant now) throws IOException {
        for (Tenant tenant : tenants()) {
            of(tenant).deleteAbandoned(now);
        }
    }

    public TenantFolder of(Tenant tenant) {
        return new TenantFolder(root.resolve(tenant.name()), withMarkers);
    }
}
