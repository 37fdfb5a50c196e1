package dev.sluice.archive.part;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.envelope.EnvelopeJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Reads a finished file back, in the order of its rows. */
public final class PartReader {
    private PartReader() {}

    /** A file has fields that this version does not know. */
    public static final class NewerForm extends IOException {
        private static final long serialVersionUID = 1L;

        NewerForm(String message) {
            super(message);
        }
    }

    /** Takes a file's rows. */
    public interface Rows {
        void row(Envelope envelope) throws IOException;
    }

    /** Reads all rows; of a file of another form, none. Fields that this version does not know are left out. */
    public static void read(String name, InputStream in, Rows rows) throws IOException {
        if (name.endsWith(".avro")) {
            readAvro(in, rows, false);
        } else {
            readJson(name, in, (line, envelope) -> rows.row(envelope));
        }
    }

    /**
     * Reads all rows, and nothing less.
     *
     * @throws NewerForm if there are fields that this version does not know
     */
    public static void readWhole(String name, InputStream in, Rows rows) throws IOException {
        if (name.endsWith(".avro")) {
            readAvro(in, rows, true);
        } else {
            readJson(name, in, (line, envelope) -> {
                if (!new String(EnvelopeJson.line(envelope), StandardCharsets.UTF_8).equals(line + "\n")) {
                    throw new NewerForm("row at offset " + envelope.origin().offset() + " is of a newer Sluice");
                }
                rows.row(envelope);
            });
        }
    }

    private interface Lines {
        void line(String line, Envelope envelope) throws IOException;
    }

    private static void readAvro(InputStream in, Rows rows, boolean whole) throws IOException {
        GenericDatumReader<GenericRecord> datums = new GenericDatumReader<>(null, EnvelopeAvro.SCHEMA);
        try (DataFileStream<GenericRecord> records = new DataFileStream<>(in, datums)) {
            if (whole && !isKnown(records.getSchema())) {
                throw new NewerForm("the file is of a newer Sluice");
            }
            GenericRecord reused = null;
            while (records.hasNext()) {
                reused = records.next(reused);
                rows.row(EnvelopeAvro.of(reused));
            }
        }
    }

    private static boolean isKnown(Schema written) {
        return written.getFields().stream().allMatch(field -> EnvelopeAvro.SCHEMA.getField(field.name()) != null);
    }

    private static void readJson(String name, InputStream in, Lines lines) throws IOException {
        InputStream text = name.endsWith(".json.gz")
                ? new GZIPInputStream(in)
                : name.endsWith(".json.zst") ? new ZstdInputStream(in) : name.endsWith(".json") ? in : null;
        if (text == null) {
            return;
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.line(line, EnvelopeJson.of(line));
        }
    }
}
