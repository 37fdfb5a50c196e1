package dev.sluice.archive.recover;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.part.Move;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One committed part: where the next one begins, and the renames that finish this one.
 *
 * @param version of this file's form
 * @param position the first offset that the part covers
 * @param next the first offset that it does not cover
 * @param writer who wrote it
 * @param files empty if no offset of the part had anything to archive
 */
record Manifest(int version, String topic, int partition, long position, long next, String writer, List<Move> files) {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    Manifest {
        if (next <= position) {
            throw new IllegalArgumentException("a manifest must move the position: " + position + " to " + next);
        }
        files = List.copyOf(files);
    }

    Manifest(String topic, int partition, long position, long next, String writer, List<Move> files) {
        this(VERSION, topic, partition, position, next, writer, files);
    }

    byte[] toJson() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    static Manifest read(ErrorFileSystem fileSystem, String path) throws IOException {
        try (InputStream in = fileSystem.open(path)) {
            return parse(in.readAllBytes());
        }
    }

    static Manifest parse(byte[] json) throws IOException {
        Manifest manifest = JSON.readValue(json, Manifest.class);
        if (manifest.version() > VERSION) {
            throw new IOException("manifest version (where='" + manifest.version()
                    + "') is of a newer Sluice; the partition is not archived. Upgrade this plugin.");
        }
        return manifest;
    }
}
