package dev.sluice.bench.pipeline;

import dev.sluice.bench.Shape;
import dev.sluice.demo.Staging;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A tenant's telemetry files. No two rows of all files have one key, so the table must have as many rows as were good. For one thread.
 */
final class Feed {
    static final String DATASET = "telemetry";
    /** One row in so many cannot be loaded, so that the archive has something to do. */
    private static final int BAD_EVERY = 1_000;

    private static final int ONUID = 7;
    private static final int PORT = 5;

    private final Staging staging;
    private final Random random = new Random(1);
    private long written;
    private int files;

    Feed(Staging staging) {
        this.staging = staging;
    }

    /** Drops the definition. */
    void define(boolean byDevice) {
        String definition = Shape.TELEMETRY.definition(DATASET);
        staging.drop(
                DATASET + ".dataset.json",
                byDevice
                        ? definition.replace(
                                "\"PROVINCECODE\", \"DEVICEID\", \"ONUID\"",
                                "[\"PROVINCECODE\", \"DEVICEID\"], \"ONUID\"")
                        : definition);
    }

    /** Whether a definition or file has been reported upon. */
    boolean isReported(String file) {
        return staging.report(file).isPresent();
    }

    /** Definition's file. */
    static String definitionFile() {
        return DATASET + ".dataset.json";
    }

    /** A file that is written, but not dropped yet. */
    record Ready(String name, Path part, Path file, long rows, long bytes) {
        void drop() throws IOException {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Ready write(int rows) throws IOException {
        String name = "%s-%05d.csv".formatted(DATASET, ++files);
        Path part = staging.in().resolve("." + name + ".part");
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write(Shape.TELEMETRY.header());
            for (int i = 0; i < rows; i++) {
                List<String> row = new ArrayList<>(Shape.TELEMETRY.row(random));
                row.set(ONUID, row.get(1) + (10_000_000 + ++written));
                if (written % BAD_EVERY == 0) {
                    row.set(PORT, "n/a");
                }
                out.write(Shape.line(row));
            }
        }
        return new Ready(name, part, staging.in().resolve(name), rows, Files.size(part));
    }

    /** Rows of all files so far. */
    long rows() {
        return written;
    }

    /** How many of them are bad. */
    long badRows() {
        return written / BAD_EVERY;
    }
}
