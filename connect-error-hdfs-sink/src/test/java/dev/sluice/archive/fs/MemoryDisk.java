package dev.sluice.archive.fs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A name node and its data nodes in memory, with HDFS's manners: atomic, linearizable, renames never overwrite, writers of deleted
 * files fail. What was not closed survives a crash in part only.
 */
public final class MemoryDisk {
    private final SortedMap<String, File> files = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>(List.of(""));
    /** When what a directory holds last changed, by a clock that ticks with every change. */
    private final Map<String, Long> modified = new HashMap<>();

    private final Map<String, Access> protections = new HashMap<>();
    private long ticks;

    private static final class File {
        private ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean closed;
        private boolean deleted;
    }

    /** One client of the disk. */
    public final class Client implements ErrorFileSystem {
        private final List<File> writing = new ArrayList<>();

        @Override
        public ErrorOutput create(String path) throws IOException {
            if (!directories.contains(parent(path))) {
                throw new FileNotFoundException("no directory for " + path);
            }
            if (files.containsKey(path) || directories.contains(path)) {
                throw new IOException(path + " exists");
            }
            File file = new File();
            files.put(path, file);
            writing.add(file);
            touch(path);
            return new Output(file);
        }

        @Override
        public InputStream open(String path) throws IOException {
            File file = files.get(path);
            if (file == null) {
                throw new FileNotFoundException(path);
            }
            return new ByteArrayInputStream(file.content.toByteArray());
        }

        @Override
        public boolean rename(String from, String to) {
            if (!files.containsKey(from)
                    || files.containsKey(to)
                    || directories.contains(to)
                    || !directories.contains(parent(to))) {
                return false;
            }
            files.put(to, files.remove(from));
            touch(from);
            touch(to);
            return true;
        }

        @Override
        public void replace(String from, String to) throws IOException {
            if (files.containsKey(from)) {
                if (!directories.contains(parent(to))) {
                    throw new FileNotFoundException("no directory for " + to);
                }
                files.put(to, files.remove(from));
                touch(from);
                touch(to);
            }
        }

        @Override
        public void protect(String directory, Access access) throws IOException {
            if (!directories.contains(directory)) {
                throw new FileNotFoundException(directory);
            }
            protections.put(directory, access);
        }

        @Override
        public List<Entry> list(String directory) {
            String prefix = directory.isEmpty() ? "" : directory + "/";
            List<Entry> entries = new ArrayList<>();
            below(files, prefix).forEach((path, file) -> {
                if (path.indexOf('/', prefix.length()) < 0) {
                    entries.add(new Entry(path.substring(prefix.length()), false, file.content.size(), 0));
                }
            });
            for (String path : directories.subSet(prefix, prefix + Character.MAX_VALUE)) {
                if (!path.isEmpty() && path.indexOf('/', prefix.length()) < 0) {
                    entries.add(new Entry(path.substring(prefix.length()), true, 0, modified.getOrDefault(path, 0L)));
                }
            }
            return entries;
        }

        @Override
        public OptionalLong length(String path) {
            File file = files.get(path);
            return file == null ? OptionalLong.empty() : OptionalLong.of(file.content.size());
        }

        @Override
        public void makeDirectory(String path) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                directories.add(path.substring(0, slash));
            }
            directories.add(path);
        }

        @Override
        public void delete(String path) {
            touch(path);
            File file = files.remove(path);
            if (file != null) {
                file.deleted = true;
            }
            directories.remove(path);
            below(files, path + "/").values().removeIf(each -> {
                each.deleted = true;
                return true;
            });
            directories.subSet(path + "/", path + "/" + Character.MAX_VALUE).clear();
        }

        @Override
        public void removeEmpty(String directory) {
            if (list(directory).isEmpty() && directories.remove(directory)) {
                touch(directory);
            }
        }

        @Override
        public void close() {}

        /** The process is gone: of files that it had not closed, some prefix survives. */
        public void crash(Random random) {
            for (File file : writing) {
                if (!file.closed) {
                    byte[] bytes = file.content.toByteArray();
                    file.content = new ByteArrayOutputStream();
                    file.content.write(bytes, 0, random.nextInt(bytes.length + 1));
                }
            }
        }
    }

    private static final class Output extends ErrorOutput {
        private final File file;

        Output(File file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requireLease();
            file.content.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!file.closed) {
                requireLease();
                file.closed = true;
            }
        }

        @Override
        public void discard() {
            file.closed = true;
        }

        private void requireLease() throws IOException {
            if (file.closed || file.deleted) {
                throw new IOException("no lease: the file was closed or deleted");
            }
        }
    }

    public Client client() {
        return new Client();
    }

    /** Paths and lengths of all files. */
    public Map<String, Integer> lengths() {
        Map<String, Integer> lengths = new HashMap<>();
        files.forEach((path, file) -> lengths.put(path, file.content.size()));
        return lengths;
    }

    /** What was asked to be protected, and how. */
    public Map<String, Access> protections() {
        return protections;
    }

    private static SortedMap<String, File> below(SortedMap<String, File> files, String prefix) {
        return files.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    private void touch(String path) {
        modified.put(parent(path), ++ticks);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
