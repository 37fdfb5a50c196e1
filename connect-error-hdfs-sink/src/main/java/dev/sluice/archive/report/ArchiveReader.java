package dev.sluice.archive.report;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.envelope.EnvelopeJson;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorFileSystem.Entry;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads an archive back: what stands under its final name, and nothing else, so that it may be read at any time. One thread at a
 * time.
 */
public final class ArchiveReader implements Closeable {
    private final ErrorFileSystem fileSystem;

    public ArchiveReader(ErrorFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /**
     * A reader of the archive at a root.
     *
     * @param url like {@code hdfs://127.0.0.1:9000} or {@code file:///}
     * @param root the connector's {@code root.dir}
     * @param hadoop Hadoop's own keys
     */
    public static ArchiveReader connect(String url, String root, Map<String, String> hadoop) throws IOException {
        return new ArchiveReader(HadoopFileSystem.connect(new HadoopSettings(URI.create(url), root, "", "", hadoop)));
    }

    /** Paths of all files of a tenant, relative to the root; of all tenants if it is null. Sorted. */
    public List<String> files(String tenant) throws IOException {
        List<String> files = new ArrayList<>();
        walk(tenant == null ? "" : "tenant=" + tenant, files);
        return files;
    }

    /** Hands over every envelope of a tenant, file by file; of all tenants if it is null. */
    public void read(String tenant, Consumer<Envelope> envelopes) throws IOException {
        for (String file : files(tenant)) {
            readFile(file, envelopes);
        }
    }

    /** Hands over the envelopes of one file, in the order of their offsets. */
    public void readFile(String file, Consumer<Envelope> envelopes) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            if (file.endsWith(".avro")) {
                readAvro(in, envelopes);
            } else if (file.endsWith(".json.gz")) {
                readJson(new GZIPInputStream(in), envelopes);
            } else if (file.endsWith(".json.zst")) {
                readJson(new ZstdInputStream(in), envelopes);
            } else if (file.endsWith(".json")) {
                readJson(in, envelopes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
    }

    private void walk(String directory, List<String> files) throws IOException {
        List<Entry> entries = new ArrayList<>(fileSystem.list(directory));
        entries.sort(Comparator.comparing(Entry::name));
        for (Entry entry : entries) {
            String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
            if (entry.name().startsWith(".") || entry.name().startsWith("_")) {
                continue;
            }
            if (entry.directory()) {
                walk(path, files);
            } else {
                files.add(path);
            }
        }
    }

    private static void readAvro(InputStream in, Consumer<Envelope> envelopes) throws IOException {
        GenericDatumReader<GenericRecord> datums = new GenericDatumReader<>(null, EnvelopeAvro.SCHEMA);
        try (DataFileStream<GenericRecord> records = new DataFileStream<>(in, datums)) {
            GenericRecord reused = null;
            while (records.hasNext()) {
                reused = records.next(reused);
                envelopes.accept(EnvelopeAvro.of(reused));
            }
        }
    }

    private static void readJson(InputStream in, Consumer<Envelope> envelopes) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            envelopes.accept(EnvelopeJson.of(line));
        }
    }
}
