package dev.sluice.source.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The real file system, with a note of every path that it is asked about; an entry of a listing counts too. One thread. */
public final class CountingFileSystem extends FileSystem {
    private final FileSystem real;
    private final Provider provider = new Provider();
    private final List<Path> asked = new ArrayList<>();
    private String halting = "";
    private int left;

    /** The machine has lost its power. */
    public static final class Halt extends Error {
        private static final long serialVersionUID = 1;
    }

    private CountingFileSystem(FileSystem real) {
        this.real = real;
    }

    /** The same path, counted; so are all that are made from it. */
    public static Path count(Path path) {
        return new CountingFileSystem(path.getFileSystem()).wrap(path);
    }

    /** What has been asked about since the last time. */
    public static List<Path> asked(Path counted) {
        CountingFileSystem system = ((Counted) counted).system();
        List<Path> asked = List.copyOf(system.asked);
        system.asked.clear();
        return asked;
    }

    /**
     * Halts the machine at one of the questions that follow.
     *
     * @param about what counts: questions about paths with this text
     * @param questions that are still answered
     */
    public static void haltAfter(Path counted, String about, int questions) {
        CountingFileSystem system = ((Counted) counted).system();
        system.halting = about;
        system.left = questions;
    }

    /** It has power for ever again. */
    public static void neverHalt(Path counted) {
        haltAfter(counted, "", 0);
    }

    private Path wrap(Path path) {
        return path == null ? null : new Counted(this, path);
    }

    private static Path unwrap(Path path) {
        return path instanceof Counted counted ? counted.real() : path;
    }

    private Path note(Path path) {
        asked.add(unwrap(path));
        if (!halting.isEmpty() && unwrap(path).toString().contains(halting) && left-- == 0) {
            throw new Halt();
        }
        return unwrap(path);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = real.getPathMatcher(pattern);
        return path -> matcher.matches(unwrap(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private record Counted(CountingFileSystem system, Path real) implements Path {
        @Override
        public FileSystem getFileSystem() {
            return system;
        }

        @Override
        public boolean isAbsolute() {
            return real.isAbsolute();
        }

        @Override
        public Path getRoot() {
            return system.wrap(real.getRoot());
        }

        @Override
        public Path getFileName() {
            return system.wrap(real.getFileName());
        }

        @Override
        public Path getParent() {
            return system.wrap(real.getParent());
        }

        @Override
        public int getNameCount() {
            return real.getNameCount();
        }

        @Override
        public Path getName(int index) {
            return system.wrap(real.getName(index));
        }

        @Override
        public Path subpath(int begin, int end) {
            return system.wrap(real.subpath(begin, end));
        }

        @Override
        public boolean startsWith(Path other) {
            return real.startsWith(unwrap(other));
        }

        @Override
        public boolean endsWith(Path other) {
            return real.endsWith(unwrap(other));
        }

        @Override
        public Path normalize() {
            return system.wrap(real.normalize());
        }

        @Override
        public Path resolve(Path other) {
            return system.wrap(real.resolve(unwrap(other)));
        }

        @Override
        public Path relativize(Path other) {
            return system.wrap(real.relativize(unwrap(other)));
        }

        @Override
        public URI toUri() {
            return real.toUri();
        }

        @Override
        public Path toAbsolutePath() {
            return system.wrap(real.toAbsolutePath());
        }

        @Override
        public Path toRealPath(LinkOption... options) throws IOException {
            return system.wrap(real.toRealPath(options));
        }

        @Override
        public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Path other) {
            return real.compareTo(unwrap(other));
        }

        @Override
        public String toString() {
            return real.toString();
        }
    }

    private final class Provider extends FileSystemProvider {
        private FileSystemProvider of(Path path) {
            return unwrap(path).getFileSystem().provider();
        }

        @Override
        public String getScheme() {
            return "counting";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return CountingFileSystem.this;
        }

        @Override
        public Path getPath(URI uri) {
            return wrap(Path.of(uri));
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return of(path).newFileChannel(note(path), options, attributes);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return of(path).newByteChannel(note(path), options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> entries =
                    of(directory).newDirectoryStream(note(directory), entry -> filter.accept(wrap(note(entry))));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return StreamSupport.stream(entries.spliterator(), false)
                            .map(CountingFileSystem.this::wrap)
                            .iterator();
                }

                @Override
                public void close() throws IOException {
                    entries.close();
                }
            };
        }

        @Override
        public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
            of(directory).createDirectory(note(directory), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            of(path).delete(note(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            of(source).copy(note(source), note(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            of(source).move(note(source), note(target), options);
        }

        @Override
        public boolean isSameFile(Path one, Path other) throws IOException {
            return of(one).isSameFile(note(one), note(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return of(path).isHidden(note(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return Files.getFileStore(note(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            of(path).checkAccess(note(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return of(path).getFileAttributeView(note(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return of(path).readAttributes(note(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return of(path).readAttributes(note(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            of(path).setAttribute(note(path), attribute, value, options);
        }
    }
}
