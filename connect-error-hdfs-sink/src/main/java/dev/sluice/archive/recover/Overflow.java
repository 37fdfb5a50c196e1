package dev.sluice.archive.recover;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task knows of places that take no files, and of files that wait in the overflow. A place is a tenant's directory; where the
 * layout has none, the first directory. One for a task; safe for several threads.
 */
public final class Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    private final Template template;
    private final long retryMs;
    private final LongSupplier clock;
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    /** First directories that may have files in the overflow: those that have, and perhaps more. */
    private final Set<String> holding = ConcurrentHashMap.newKeySet();

    private volatile long lookedAt;

    private record Refusal(Trouble trouble, long retryAt) {}

    /**
     * Knows of nothing.
     *
     * @param retryMs for which a place that has refused a file is not asked again
     * @param clock milliseconds, monotonic
     */
    public Overflow(Template template, long retryMs, LongSupplier clock) {
        this.template = template;
        this.retryMs = retryMs;
        this.clock = clock;
    }

    /** True if the failure says that this place takes no files, and nothing of others. */
    public static boolean isRefusal(IOException failure) {
        return Trouble.of(failure).concernsPlace();
    }

    /** The place that a path is in. */
    public String place(String path) {
        return template.tenantDirectoryOf(path)
                .map(Template.TenantDirectory::path)
                .orElseGet(() -> first(path));
    }

    /** A file for this path was refused; tells it once, not at each retry. */
    public void refused(String path, IOException cause) {
        String place = place(path);
        Trouble trouble = Trouble.of(cause);
        Refusal before = refusals.put(place, new Refusal(trouble, clock.getAsLong() + retryMs));
        if (before == null || before.trouble() != trouble) {
            LOG.warn(
                    "directory (where='{}') takes no files: {}; nothing is lost and nobody else waits, they are archived in '{}' and moved "
                            + "once it takes them. {}",
                    place,
                    cause.toString(),
                    Layout.overflow(place),
                    trouble.cure());
        }
    }

    /** The place of this path is asked again, next time. */
    void askAgain(String path) {
        refusals.remove(place(path));
    }

    /** A file for this path was taken. */
    public void accepted(String path) {
        if (!refusals.isEmpty() && refusals.remove(place(path)) != null) {
            LOG.info("directory '{}' takes files again", place(path));
        }
    }

    /** True if the place has refused a file a short time ago. */
    boolean isRefusing(String path) {
        if (refusals.isEmpty()) {
            return false;
        }
        Refusal refusal = refusals.get(place(path));
        return refusal != null && clock.getAsLong() < refusal.retryAt();
    }

    /** Places that take no files, and what is waited for. */
    SortedMap<String, String> refusals() {
        SortedMap<String, String> all = new TreeMap<>();
        refusals.forEach((place, refusal) -> all.put(place, refusal.trouble().what()));
        return all;
    }

    /** A file for this path goes into the overflow. */
    void diverted(String path) {
        holding.add(first(path));
    }

    /** False if certainly no file for this path is in the overflow. */
    boolean mayHold(String path) {
        return !holding.isEmpty() && holding.contains(first(path));
    }

    /** Looks what there is. Task thread, while none of its files is under way. */
    void look(ErrorFileSystem fileSystem) throws IOException {
        lookedAt = clock.getAsLong();
        Set<String> there = ConcurrentHashMap.newKeySet();
        for (Entry entry : fileSystem.list(Layout.OVERFLOW)) {
            there.add(entry.name());
        }
        holding.retainAll(there);
        holding.addAll(there);
    }

    /** Looks again, now and then, as long as there is something. Task thread, while none of its files is under way. */
    void lookAgain(ErrorFileSystem fileSystem) throws IOException {
        if (!holding.isEmpty() && clock.getAsLong() - lookedAt >= retryMs) {
            look(fileSystem);
        }
    }

    private static String first(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
