package dev.sluice.tenant.stage;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directories of one tenant below the staging directory, and who may do what in them:
 *
 * <pre>
 * {tenant}/          2750  the tenant's group may pass
 * {tenant}/in/       2770  the group drops files; what is made in it belongs to the group, so the worker can take it
 * {tenant}/out/      2750  the group reads
 * {tenant}/.sluice/  0700  nobody's business but the worker's
 * {tenant}/raw/      2770  only if asked for: of the tenant's own ingest program
 * </pre>
 *
 * The owner is the staging directory's, which is the worker's user, unless said otherwise. What lies in a tenant's directory is hostile, so
 * no link is followed. One thread at a time.
 */
public final class TenantTree {
    private static final int PASS = 02750;
    private static final int DROP = 02770;
    private static final int OWN = 0700;
    private static final int PERMISSIONS = 07777;
    private static final String MODE = "unix:mode";

    private final Path staging;
    private final Path root;

    public TenantTree(Path staging, Tenant tenant) {
        this.staging = staging;
        this.root = staging.resolve(tenant.name());
    }

    public Path root() {
        return root;
    }

    public boolean exists() {
        return Files.exists(root, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes what is missing and mends what is not as it should be.
     *
     * @param owner empty for the staging directory's
     * @param group empty for the staging directory's
     * @return what was done, a line each; empty if all was in order
     * @throws IOException if something else than a directory is in the way, or the operator may not do it
     */
    public List<String> prepare(Optional<String> owner, Optional<String> group, boolean withRaw) throws IOException {
        if (!Files.isDirectory(staging)) {
            throw new NoSuchFileException(staging
                    + " is no directory; workers could take nothing from it. Make or mount it, and let it belong to"
                    + " the workers' user");
        }
        List<String> done = new ArrayList<>();
        Map<Path, Integer> modes = new LinkedHashMap<>();
        modes.put(root, PASS);
        modes.put(root.resolve("in"), DROP);
        modes.put(root.resolve("out"), PASS);
        modes.put(root.resolve(".sluice"), OWN);
        if (withRaw) {
            modes.put(root.resolve("raw"), DROP);
        }
        for (Map.Entry<Path, Integer> each : modes.entrySet()) {
            directory(each.getKey(), done);
            if (staging.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                belongs(each.getKey(), owner, group, done);
                mode(each.getKey(), each.getValue(), done);
            }
        }
        return done;
    }

    private static void directory(Path path, List<String> done) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path);
            done.add("made " + path);
        } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(path
                    + " is a file or a link; nothing may stand in its place. Look where it came from, and remove it");
        }
    }

    private void belongs(Path path, Optional<String> owner, Optional<String> group, List<String> done)
            throws IOException {
        PosixFileAttributeView view = view(path);
        UserPrincipal user = owner.isPresent()
                ? path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get())
                : view(staging).readAttributes().owner();
        GroupPrincipal members = group.isPresent()
                ? path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group.get())
                : view(staging).readAttributes().group();
        if (!view.readAttributes().owner().equals(user)) {
            view.setOwner(user);
            done.add("gave " + path + " to user " + user.getName());
        }
        if (!view.readAttributes().group().equals(members)) {
            view.setGroup(members);
            done.add("gave " + path + " to group " + members.getName());
        }
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** After the owner: changing that takes the set-group bit away. */
    private static void mode(Path path, int wanted, List<String> done) throws IOException {
        int now = (Integer) Files.getAttribute(path, MODE, LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
        if (now != wanted) {
            // Its kind was looked at above; a link cannot be given a mode.
            Files.setAttribute(path, MODE, wanted);
            done.add("set permissions of %s to %04o (were %04o)".formatted(path, wanted, now));
        }
    }

    /**
     * What lies there now.
     *
     * @param waiting files in {@code in/}, hidden ones left out
     * @param done files in {@code out/done}
     * @param rejected files in {@code out/rejected}
     * @param others all other files, reports and Sluice's own among them
     */
    public record Content(long waiting, long done, long rejected, long others, long bytes) {}

    /** Counts; follows no link; what vanishes meanwhile is not counted. */
    public Content content() throws IOException {
        long[] counts = new long[5];
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path path = root.relativize(file);
                    counts[kind(path)]++;
                    counts[4] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        }
        return new Content(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    private static int kind(Path path) {
        if (path.startsWith("in") && !path.getFileName().toString().startsWith(".")) {
            return 0;
        }
        return path.startsWith("out/done") ? 1 : path.startsWith("out/rejected") ? 2 : 3;
    }

    /** Deletes all of it; follows no link. */
    public void delete() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
