package dev.sluice.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Reads the error archive as any Hadoop tool would: lists the partitioned folders and opens the Avro files. */
public final class Archive implements AutoCloseable {
    private final FileSystem fs;
    private final Path root;

    public Archive(String hdfsUri, String root) {
        this(connect(hdfsUri), root);
    }

    /** On a file system as somebody in particular; it is closed with this. */
    public Archive(FileSystem fs, String root) {
        this.fs = fs;
        this.root = new Path(root);
    }

    private static FileSystem connect(String hdfsUri) {
        try {
            return FileSystem.newInstance(URI.create(hdfsUri), new Configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A committed file and its length in bytes. */
    public record ArchivedFile(String path, long bytes) {}

    /** All committed files, sorted by path: those below a {@code tenant=} folder; summaries, in {@code _} folders, are hidden. */
    public List<ArchivedFile> files() {
        try {
            List<ArchivedFile> files = new ArrayList<>();
            if (!fs.exists(root)) {
                return files;
            }
            for (FileStatus tenant : fs.listStatus(root, path -> path.getName().startsWith("tenant="))) {
                RemoteIterator<LocatedFileStatus> below = fs.listFiles(tenant.getPath(), true);
                while (below.hasNext()) {
                    LocatedFileStatus file = below.next();
                    String path = file.getPath().toUri().getPath();
                    if (!path.contains("/_")) {
                        files.add(new ArchivedFile(path, file.getLen()));
                    }
                }
            }
            files.sort((a, b) -> a.path().compareTo(b.path()));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls back for every archived record. */
    public void forEach(Consumer<GenericRecord> consumer) {
        for (ArchivedFile file : files()) {
            try (DataFileStream<GenericRecord> records =
                    new DataFileStream<>(fs.open(new Path(file.path())), new GenericDatumReader<>())) {
                records.forEach(consumer);
            } catch (IOException e) {
                throw new UncheckedIOException("archived file " + file.path() + " is not readable", e);
            }
        }
    }

    /** Number of archived records of a tenant by {@code code column}. */
    public Map<String, Long> countsByCodeAndColumn(String tenant) {
        TreeMap<String, Long> counts = new TreeMap<>();
        forEach(record -> {
            if (record.get("tenant").toString().equals(tenant)) {
                for (Object violation : (List<?>) record.get("violations")) {
                    GenericRecord v = (GenericRecord) violation;
                    counts.merge(v.get("code") + (v.get("column") == null ? "" : " " + v.get("column")), 1L, Long::sum);
                }
            }
        });
        return counts;
    }

    @Override
    public void close() throws IOException {
        fs.close();
    }
}
