package dev.sluice.source.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One watch of the operating system for all tasks of a worker that read one staging directory, because Linux gives a user 128 of them,
 * and tasks may be more. Not one for all directories: a mount that hangs must hold up nobody else. Whoever looks takes note of what
 * has happened for all others. Any thread.
 */
final class FolderWatch {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY
    };
    private static final Map<Path, FolderWatch> OPEN = new HashMap<>();

    private final Path root;
    private final WatchService service;
    private final Map<WatchKey, Set<Onlooker>> onlookers = new HashMap<>();
    private int users;

    private FolderWatch(Path root) throws IOException {
        this.root = root;
        this.service = root.getFileSystem().newWatchService();
    }

    /** Somebody who watches some folders. */
    static final class Onlooker {
        private final Set<Path> changed = new HashSet<>();
        private final Set<Path> gone = new HashSet<>();
    }

    /**
     * What has happened since somebody asked last.
     *
     * @param changed folders in which something has happened
     * @param gone those of them that were removed; a new one of the name is to be watched again
     */
    record News(Set<Path> changed, Set<Path> gone) {}

    /**
     * The one below this directory; each that is joined must be left.
     *
     * @throws UnsupportedOperationException if the file system cannot
     */
    static FolderWatch join(Path root) throws IOException {
        synchronized (OPEN) {
            FolderWatch watch = OPEN.get(root);
            if (watch == null) {
                watch = new FolderWatch(root);
                OPEN.put(root, watch);
            }
            watch.users++;
            return watch;
        }
    }

    /** Ends the watching for one of those who have joined, and all of it if nobody else is there. */
    void leave(Onlooker onlooker) throws IOException {
        synchronized (OPEN) {
            forget(onlooker);
            users--;
            if (users == 0) {
                OPEN.remove(root);
                service.close();
            }
        }
    }

    private synchronized void forget(Onlooker onlooker) {
        onlookers.forEach((key, those) -> {
            if (those.remove(onlooker) && those.isEmpty()) {
                key.cancel();
            }
        });
        onlookers.values().removeIf(Set::isEmpty);
    }

    /** Begins to watch a folder. */
    synchronized void watch(Path folder, Onlooker onlooker) throws IOException {
        onlookers
                .computeIfAbsent(folder.register(service, KINDS), key -> new HashSet<>())
                .add(onlooker);
    }

    /** Does not wait. */
    synchronized News news(Onlooker onlooker) {
        drain();
        News news = new News(Set.copyOf(onlooker.changed), Set.copyOf(onlooker.gone));
        onlooker.changed.clear();
        onlooker.gone.clear();
        return news;
    }

    private void drain() {
        WatchKey key = service.poll();
        while (key != null) {
            key.pollEvents();
            boolean remains = key.reset();
            Path folder = (Path) key.watchable();
            for (Onlooker each : remains ? onlookers.getOrDefault(key, Set.of()) : forgotten(key)) {
                each.changed.add(folder);
                if (!remains) {
                    each.gone.add(folder);
                }
            }
            key = service.poll();
        }
    }

    private Set<Onlooker> forgotten(WatchKey key) {
        Set<Onlooker> those = onlookers.remove(key);
        return those == null ? Set.of() : those;
    }
}
