package dev.sluice.source.stage;

import dev.sluice.contract.Tenant;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in whose {@code in/} something has happened, where the file system tells: network mounts do not tell of what other machines
 * do, and limits of the operating system may be reached. So this only makes looking earlier; it never replaces it. Sub-folders are not
 * watched. Poll thread.
 */
public final class InboxWatch implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final Optional<WatchService> service;
    private final Map<WatchKey, Tenant> tenants = new HashMap<>();
    private final Set<Tenant> watched = new HashSet<>();

    private InboxWatch(Optional<WatchService> service) {
        this.service = service;
    }

    /** Watches nothing yet; and never anything, where the file system cannot. */
    public static InboxWatch open(FileSystem files) {
        try {
            return new InboxWatch(Optional.of(files.newWatchService()));
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
        if (service.isEmpty()
                || watched.contains(directory.tenant())
                || !Files.isDirectory(in, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        watched.add(directory.tenant());
        try {
            tenants.put(in.register(service.get(), KINDS), directory.tenant());
        } catch (IOException | UnsupportedOperationException | ClosedWatchServiceException e) {
            unwatched("tenant '" + directory.tenant() + "'", e);
        }
    }

    /** Whose {@code in/} has changed since the last time; does not wait. */
    public Set<Tenant> changed() {
        Set<Tenant> changed = new HashSet<>();
        try {
            WatchKey key = service.map(WatchService::poll).orElse(null);
            while (key != null) {
                key.pollEvents();
                Tenant tenant = tenants.get(key);
                changed.add(tenant);
                if (!key.reset()) {
                    // The folder was removed; a new one of its name is watched again.
                    tenants.remove(key);
                    watched.remove(tenant);
                }
                key = service.map(WatchService::poll).orElse(null);
            }
        } catch (ClosedWatchServiceException e) {
            log.debug("watching has ended", e);
        }
        return changed;
    }

    @Override
    public void close() throws IOException {
        if (service.isPresent()) {
            service.get().close();
        }
    }
}
