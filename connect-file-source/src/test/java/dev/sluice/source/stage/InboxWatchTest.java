package dev.sluice.source.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InboxWatchTest {
    @TempDir
    Path staging;

    @Test
    @Timeout(120)
    void tellsWhoseFilesHaveChanged() throws IOException {
        TenantDirectory acme = new TenantDirectory(staging, new Tenant("acme"));
        TenantDirectory zeta = new TenantDirectory(staging, new Tenant("zeta"));
        acme.create();
        zeta.create();
        try (InboxWatch watch = InboxWatch.open(staging.getFileSystem())) {
            watch.watch(acme);
            watch.watch(acme);
            watch.watch(zeta);
            watch.watch(new TenantDirectory(staging, new Tenant("nobody")));
            assertThat(watch.changed()).isEmpty();
            Files.writeString(acme.in().resolve("a.csv"), "x");
            Set<Tenant> changed = new HashSet<>();
            while (changed.isEmpty()) {
                changed.addAll(watch.changed());
                Thread.onSpinWait();
            }
            assertThat(changed).containsExactly(acme.tenant());
        }
    }

    @Test
    void tellsNothingWhenItIsClosed() throws IOException {
        InboxWatch watch = InboxWatch.open(staging.getFileSystem());
        watch.close();
        assertThat(watch.changed()).isEmpty();
    }
}
