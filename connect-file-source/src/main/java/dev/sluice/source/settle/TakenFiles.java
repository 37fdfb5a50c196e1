package dev.sluice.source.settle;

import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files that stay in {@code in/} though they are done with: an empty file each in {@code .sluice/taken}, named after path, size and
 * time of modification. One is forgotten as soon as its file is gone or has changed, so there are never more than files in {@code
 * in/}. Several tasks may use it at once. Poll thread.
 */
public final class TakenFiles {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int ID_BYTES = 20;

    private final TenantDirectory directory;

    public TakenFiles(TenantDirectory directory) {
        this.directory = directory;
    }

    /** Remembers a file; when this returns, it is on disk. */
    void add(StagedFile file) throws IOException {
        Path folder = directory.taken();
        directory.create(folder);
        try {
            Files.createFile(folder.resolve(id(file)));
            AtomicFile.force(folder);
        } catch (FileAlreadyExistsException again) {
            // After a crash.
        }
    }

    /** True if a file is done with. */
    public boolean contains(StagedFile file) {
        return Files.exists(directory.taken().resolve(id(file)), LinkOption.NOFOLLOW_LINKS);
    }

    /** Ids of all that are remembered. Ask <em>before</em> listing {@code in/}, or a file taken in between looks gone. */
    public Set<String> ids() throws IOException {
        Set<String> ids = new HashSet<>();
        if (Files.isDirectory(directory.taken(), LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.taken())) {
                files.forEach(file -> ids.add(file.getFileName().toString()));
            }
        }
        ids.removeIf(id -> !ID.matcher(id).matches());
        return ids;
    }

    /** Leaves out what is taken, and forgets those of the ids that are of no file any more. */
    public List<StagedFile> notTaken(Set<String> ids, List<StagedFile> files) throws IOException {
        if (ids.isEmpty()) {
            return files;
        }
        Set<String> gone = new HashSet<>(ids);
        List<StagedFile> left = new ArrayList<>();
        for (StagedFile file : files) {
            if (!gone.remove(id(file))) {
                left.add(file);
            }
        }
        forget(gone);
        return left;
    }

    private void forget(Collection<String> ids) throws IOException {
        for (String id : ids) {
            Files.deleteIfExists(directory.taken().resolve(id));
        }
    }

    private static String id(StagedFile file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(file.size())
                    .putLong(file.modifiedNanos())
                    .flip());
            digest.update(file.path().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
