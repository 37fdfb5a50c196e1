package dev.sluice.source.stage;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One tenant's directory: {@code in/} belongs to the tenant, {@code out/} and {@code .sluice/} to Sluice. Whatever lies in it is
 * hostile: no link is followed, no special file opened, no path left. Holds no state; any thread may use it.
 */
public final class TenantDirectory {
    private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart");

    private static final Set<OpenOption> READ_NO_LINK = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<String> NOWHERE = Set.of("", ".", "..");

    private final Tenant tenant;
    private final Path root;
    private final Decryption decryption;

    public TenantDirectory(Path staging, Tenant tenant) {
        this(staging, tenant, Decryption.NONE);
    }

    /** @param decryption of files that say by their names that they are encrypted */
    public TenantDirectory(Path staging, Tenant tenant, Decryption decryption) {
        this.tenant = tenant;
        this.root = staging.resolve(tenant.name());
        this.decryption = decryption;
    }

    public Tenant tenant() {
        return tenant;
    }

    public Path in() {
        return root.resolve("in");
    }

    public Path out() {
        return root.resolve("out");
    }

    /** Where files go whose rows have all arrived. */
    public Path done() {
        return out().resolve("done");
    }

    /** Where refused files and definitions go. */
    public Path rejected() {
        return out().resolve("rejected");
    }

    /** Where files go that were checked only. */
    public Path checked() {
        return out().resolve("checked");
    }

    /** Notes of the checks of a dataset's files. */
    public Path checks(String dataset) {
        return root.resolve(".sluice").resolve("checks").resolve(dataset);
    }

    /** Accepted definitions. */
    public Path datasets() {
        return root.resolve(".sluice").resolve("datasets");
    }

    /** Completed imports. */
    public Path history() {
        return root.resolve(".sluice").resolve("history");
    }

    /** Imports in progress. */
    public Path imports() {
        return root.resolve(".sluice").resolve("imports");
    }

    /** Files that are done with but stay in {@code in/}. */
    public Path taken() {
        return root.resolve(".sluice").resolve("taken");
    }

    /** Creates what is missing. */
    public void create() throws IOException {
        for (Path directory : List.of(in(), done(), rejected(), datasets(), imports())) {
            create(directory);
        }
    }

    /**
     * Creates a directory below the tenant's root, and its parents.
     *
     * @throws NotDirectoryException if it, or a parent of it, is a link or a file
     */
    public void create(Path directory) throws IOException {
        if (!directory.startsWith(root)) {
            throw new NotDirectoryException(directory + " is not in " + root);
        }
        if (!directory.equals(root)) {
            create(directory.getParent());
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
            Files.createDirectories(directory);
        }
    }

    /** What lies in {@code in/} and its sub-folders now, unfinished and hidden names, and markers that ask for a check, left out; in no order. */
    public List<StagedFile> list() throws IOException {
        List<StagedFile> files = new ArrayList<>();
        list(in(), "", files);
        return files;
    }

    private void list(Path directory, String prefix, List<StagedFile> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (isIgnored(name)) {
                    continue;
                }
                Optional<BasicFileAttributes> attributes = attributes(entry);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (!attributes.get().isDirectory()) {
                    if (name.endsWith(StagedFile.CHECK_SUFFIX)) {
                        continue;
                    }
                    files.add(sighting(prefix + name, attributes.get()));
                } else if (prefix.isEmpty()) {
                    list(entry, name + "/", files);
                }
            }
        } catch (NoSuchFileException vanished) {
            // A folder that was removed between listing its parent and listing it has no files.
            if (prefix.isEmpty()) {
                throw vanished;
            }
        }
    }

    /** Names that are never taken: hidden ones, and those that uploaders use until they are done. */
    static boolean isIgnored(String name) {
        return name.startsWith(".") || UNFINISHED.stream().anyMatch(name::endsWith);
    }

    /** True for a name, or a folder's and a name, that can only lead into {@code in/}. */
    public static boolean isInside(String path) {
        String[] names = path.split("/", -1);
        return names.length <= 2
                && path.indexOf('\0') < 0
                && Arrays.stream(names).noneMatch(NOWHERE::contains);
    }

    private Path inside(String path) throws IOException {
        if (!isInside(path)) {
            throw new IOException("path (where='" + path + "') leads out of " + in() + "; it was not followed");
        }
        return in().resolve(path);
    }

    /** The file as it is now; empty if there is none. */
    public Optional<StagedFile> look(String path) throws IOException {
        return attributes(inside(path)).map(attributes -> sighting(path, attributes));
    }

    /**
     * Opens a file for reading.
     *
     * @throws IOException also if it, or the folder that it lies in, is a link
     */
    public FileChannel open(String path) throws IOException {
        Path file = inside(path);
        Path folder = file.getParent();
        if (folder.equals(in())) {
            return FileChannel.open(file, READ_NO_LINK);
        }
        try (DirectoryStream<Path> in = Files.newDirectoryStream(in())) {
            // A folder that was looked at by name may be a link to another tenant's by the time a file in it is opened.
            if (in instanceof SecureDirectoryStream<Path> secure) {
                try (SecureDirectoryStream<Path> opened =
                        secure.newDirectoryStream(folder.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
                    return (FileChannel) opened.newByteChannel(file.getFileName(), READ_NO_LINK);
                }
            }
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
        return FileChannel.open(file, READ_NO_LINK);
    }

    /**
     * Opens a data file for reading its content.
     *
     * @param maxBytes how much a compressed or encrypted file may unpack to
     * @throws IOException also if it, or the folder that it lies in, is a link
     */
    public OpenFile openData(String path, long maxBytes) throws IOException {
        return openData(path, maxBytes, decryption);
    }

    /**
     * Opens a data file for reading its content.
     *
     * @param maxBytes how much a compressed or encrypted file may unpack to
     * @param demanding asks more of encrypted files than that they can be decrypted
     * @throws IOException also if it, or the folder that it lies in, is a link
     */
    public OpenFile openData(String path, long maxBytes, Decryption demanding) throws IOException {
        return open(path, Wrapping.of(path, demanding), maxBytes);
    }

    /** Opens a data file for reading its own bytes, whether it is compressed, encrypted or neither. */
    public OpenFile openPacked(String path) throws IOException {
        return open(path, Wrapping.NONE, Long.MAX_VALUE);
    }

    private OpenFile open(String path, Wrapping wrapping, long maxBytes) throws IOException {
        FileChannel channel = open(path);
        try {
            return new OpenFile(channel, wrapping, maxBytes);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A file's first bytes, all of them if it has fewer. */
    public byte[] head(String path, int bytes) throws IOException {
        try (FileChannel channel = open(path)) {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(bytes, channel.size()));
            while (head.hasRemaining() && channel.read(head) >= 0) {}
            return Arrays.copyOf(head.array(), head.position());
        }
    }

    private StagedFile sighting(String path, BasicFileAttributes attributes) {
        return new StagedFile(
                tenant,
                path,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                attributes.isRegularFile());
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
