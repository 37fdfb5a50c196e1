package dev.sluice.source.stage;

import dev.sluice.contract.Tenant;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in whose {@code in/} something has happened, where the file system tells: network mounts do not tell of what other machines
 * do, and limits of the operating system may be reached. So this only makes looking earlier; it never replaces it. Sub-folders are not
 * watched. Poll thread, but for closing.
 */
public final class InboxWatch implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);

    private final Optional<FolderWatch> watch;
    private final FolderWatch.Onlooker onlooker = new FolderWatch.Onlooker();
    private final Map<Path, Tenant> tenants = new HashMap<>();
    private volatile boolean closed;

    private InboxWatch(Optional<FolderWatch> watch) {
        this.watch = watch;
    }

    /** Watches nothing yet; and never anything, where the file system cannot. */
    public static InboxWatch open(Path stagingDirectory) {
        try {
            return new InboxWatch(Optional.of(FolderWatch.join(stagingDirectory)));
        } catch (IOException | UnsupportedOperationException e) {
            unwatched("all tenants", e);
            return new InboxWatch(Optional.empty());
        }
    }

    private static void unwatched(String whose, Exception e) {
        log.info("in/ of {} is not watched ({}); new files are found by looking every scan.interval.ms", whose, e);
    }

    /** Begins to watch a tenant's {@code in/}, if it is there and not watched already. */
    public void watch(TenantDirectory directory) {
        Path in = directory.in();
        if (watch.isEmpty() || closed || tenants.containsKey(in) || !Files.isDirectory(in, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        tenants.put(in, directory.tenant());
        try {
            watch.get().watch(in, onlooker);
        } catch (IOException | UnsupportedOperationException e) {
            unwatched("tenant '" + directory.tenant() + "'", e);
        }
    }

    /** Whose {@code in/} has changed since the last time; does not wait. */
    public Set<Tenant> changed() {
        if (watch.isEmpty() || closed) {
            return Set.of();
        }
        FolderWatch.News news = watch.get().news(onlooker);
        Set<Tenant> changed = news.changed().stream().map(tenants::get).collect(Collectors.toSet());
        news.gone().forEach(tenants::remove);
        return changed;
    }

    @Override
    public void close() throws IOException {
        if (watch.isPresent() && !closed) {
            closed = true;
            watch.get().leave(onlooker);
        }
    }
}
