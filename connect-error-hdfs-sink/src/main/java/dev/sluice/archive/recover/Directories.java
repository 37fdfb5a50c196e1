package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.layout.Layout;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the directories that committed files go into. One for a task: what was made once is not asked for again, by any of its
 * partitions, before something fails. Safe for several threads.
 */
public final class Directories {
    private static final int REMEMBERED = 10_000;

    private final Tenancy tenancy;
    private final Set<String> made = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));
    private boolean overflowIsClosed;

    public Directories(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /** The tenant's directory that this one is in, if it is to be closed to others and has not been yet. */
    Optional<Tenancy.Protection> toBeClosed(String directory) {
        return made.contains(directory)
                ? Optional.empty()
                : tenancy.protection(directory).filter(protection -> !made.contains(protection.directory()));
    }

    /** Makes a tenant's directory, and closes it to others before anything of the tenant is in it. */
    void close(ErrorFileSystem fileSystem, Tenancy.Protection protection) throws IOException {
        fileSystem.makeDirectory(protection.directory());
        fileSystem.protect(protection.directory(), protection.access());
        made.add(protection.directory());
    }

    /** Makes a directory, if that was not done before. */
    public void make(ErrorFileSystem fileSystem, String directory) throws IOException {
        if (made.contains(directory)) {
            return;
        }
        Optional<Tenancy.Protection> protection = toBeClosed(directory);
        if (protection.isPresent()) {
            close(fileSystem, protection.get());
        }
        fileSystem.makeDirectory(directory);
        made.add(directory);
    }

    /** Makes a directory of the overflow; rows of all tenants are in there. */
    synchronized void makeOverflow(ErrorFileSystem fileSystem, String directory) throws IOException {
        if (tenancy.isConfigured() && !overflowIsClosed) {
            fileSystem.makeDirectory(Layout.OVERFLOW);
            fileSystem.protect(Layout.OVERFLOW, Access.OWNER_ONLY);
            overflowIsClosed = true;
        }
        // Not remembered: it is removed as soon as nothing waits in it.
        fileSystem.makeDirectory(directory);
    }

    /** Trusts in nothing that was made: something has failed, and somebody may have deleted directories. */
    public synchronized void forget() {
        made.clear();
        overflowIsClosed = false;
    }

    private static final class Remembered extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
