package dev.sluice.archive.part;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.envelope.EnvelopeJson;
import dev.sluice.archive.fs.ErrorOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** How files are written. */
public sealed interface FileFormat {
    /** What the names of such files end with, without the dot. */
    String extension();

    /** A new encoder of rows. */
    RowEncoder encoder();

    PartFile start(ErrorOutput out) throws IOException;

    /** Avro container files with the envelope's schema. */
    record Avro(AvroCodec codec) implements FileFormat {
        @Override
        public String extension() {
            return "avro";
        }

        @Override
        public RowEncoder encoder() {
            EnvelopeAvro avro = new EnvelopeAvro();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(OutputStream.nullOutputStream(), null);
            return (envelope, row) -> {
                BinaryEncoder reused = EncoderFactory.get().binaryEncoder(row, encoder);
                avro.write(envelope, reused);
                reused.flush();
            };
        }

        @Override
        public PartFile start(ErrorOutput out) throws IOException {
            return new AvroPartFile(out, codec.factory());
        }
    }

    /** JSON, one envelope per line, with the names of the envelope's schema; bytes are base64. */
    record Json(JsonCodec codec) implements FileFormat {
        @Override
        public String extension() {
            return codec.extension;
        }

        @Override
        public RowEncoder encoder() {
            return (envelope, row) -> row.write(EnvelopeJson.line(envelope));
        }

        @Override
        public PartFile start(ErrorOutput out) throws IOException {
            return new JsonPartFile(out, codec);
        }
    }

    /** Compression of Avro's blocks. */
    enum AvroCodec {
        ZSTD,
        SNAPPY,
        DEFLATE,
        NULL;

        CodecFactory factory() {
            return switch (this) {
                case ZSTD -> CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL);
                case SNAPPY -> CodecFactory.snappyCodec();
                case DEFLATE -> CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);
                case NULL -> CodecFactory.nullCodec();
            };
        }
    }

    /** Compression of a file of JSON lines as a whole. */
    enum JsonCodec {
        GZIP("json.gz"),
        ZSTD("json.zst"),
        NONE("json");

        private final String extension;

        JsonCodec(String extension) {
            this.extension = extension;
        }

        OutputStream compress(OutputStream out) throws IOException {
            return switch (this) {
                case GZIP -> new GZIPOutputStream(out, 8192);
                case ZSTD -> new ZstdOutputStream(out);
                case NONE -> out;
            };
        }
    }
}
