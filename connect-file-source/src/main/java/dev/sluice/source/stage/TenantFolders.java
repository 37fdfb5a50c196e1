package dev.sluice.source.stage;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which tenants a connector serves: a fixed list, or whoever has a folder under the staging directory. Any thread. */
public final class TenantFolders {
    private final Path staging;
    private final List<Tenant> fixed;
    private final Decryption decryption;

    /**
     * Serves these tenants.
     *
     * @param fixed the tenants; empty means every folder whose name is a valid tenant's
     */
    public TenantFolders(Path staging, List<Tenant> fixed, Decryption decryption) {
        this.staging = staging;
        this.fixed = List.copyOf(fixed);
        this.decryption = decryption;
    }

    /** The tenants' directories as of now, in order of the tenants' names; folders are not created. */
    public List<TenantDirectory> now() throws IOException {
        if (!fixed.isEmpty()) {
            return fixed.stream()
                    .map(tenant -> new TenantDirectory(staging, tenant, decryption))
                    .toList();
        }
        List<TenantDirectory> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(staging)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Tenant.isValid(name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    directories.add(new TenantDirectory(staging, new Tenant(name), decryption));
                }
            }
        }
        directories.sort(Comparator.comparing(directory -> directory.tenant().name()));
        return directories;
    }
}
