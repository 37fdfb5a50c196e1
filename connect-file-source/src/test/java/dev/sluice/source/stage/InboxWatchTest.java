package dev.sluice.source.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InboxWatchTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    Path staging;

    @Test
    @Timeout(120)
    void tellsWhoseFilesHaveChanged() throws IOException {
        TenantDirectory acme = new TenantDirectory(staging, new Tenant("acme"));
        TenantDirectory zeta = new TenantDirectory(staging, new Tenant("zeta"));
        acme.create();
        zeta.create();
        try (InboxWatch watch = InboxWatch.open(staging)) {
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

    /** Of these Linux gives a user 128, and a worker may have as many tasks. */
    @Test
    @Timeout(120)
    void manyTasksShareOneWatchOfTheOperatingSystem() throws IOException {
        assumeTrue(Files.exists(OPEN_FILES));
        TenantDirectory acme = new TenantDirectory(staging, new Tenant("acme"));
        acme.create();
        long before = inotifyInstances();
        List<InboxWatch> watches = new ArrayList<>();
        for (int task = 0; task < 300; task++) {
            watches.add(InboxWatch.open(staging));
            watches.get(task).watch(acme);
        }
        assertThat(inotifyInstances()).isEqualTo(before + 1);
        watches.get(0).close();
        Files.writeString(acme.in().resolve("a.csv"), "x");
        for (InboxWatch watch : watches.subList(1, watches.size())) {
            while (!watch.changed().contains(acme.tenant())) {
                Thread.onSpinWait();
            }
        }
        assertThat(watches.get(0).changed()).isEmpty();
        for (InboxWatch watch : watches) {
            watch.close();
        }
        assertThat(inotifyInstances()).isEqualTo(before);
    }

    private static long inotifyInstances() throws IOException {
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return open.filter(InboxWatchTest::isInotify).count();
        }
    }

    private static boolean isInotify(Path openFile) {
        try {
            return Files.readSymbolicLink(openFile).toString().contains("inotify");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    @Timeout(120)
    void aFolderThatWasRemovedIsWatchedAgain() throws IOException {
        TenantDirectory acme = new TenantDirectory(staging, new Tenant("acme"));
        acme.create();
        try (InboxWatch watch = InboxWatch.open(staging)) {
            watch.watch(acme);
            Files.delete(acme.in());
            while (!watch.changed().contains(acme.tenant())) {
                Thread.onSpinWait();
            }
            acme.create();
            watch.watch(acme);
            Files.writeString(acme.in().resolve("a.csv"), "x");
            while (!watch.changed().contains(acme.tenant())) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void tellsNothingWhenItIsClosed() throws IOException {
        InboxWatch watch = InboxWatch.open(staging);
        watch.close();
        assertThat(watch.changed()).isEmpty();
    }
}
