package dev.sluice.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Staging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A tenant who drops bytes that are no text, rows that no one can hold, rows that are all wrong, files of no dataset by the hundred,
 * links to others' files, and definitions without end. For one thread.
 */
final class HostileTenant {
    private static final String DATASET = "trap";
    private static final long DEFINE_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int GARBAGE_BYTES = 1 << 20;
    private static final int LONG_ROWS = 8;
    private static final int LONG_ROW_BYTES = 1 << 20;
    private static final int STRAY_FILES = 200;
    /** A table has no more columns than that; beyond it, the definitions say nothing new. */
    private static final int MOST_COLUMNS = 10;

    private final Staging staging;
    private final int badRows;
    private final Path victim;
    private final List<String> dropped = new ArrayList<>();
    private int definitions;
    private long lastDefinition;

    /**
     * Does nothing yet.
     *
     * @param badRows of the file whose rows are all wrong
     * @param victim a file of somebody else
     */
    HostileTenant(Path stagingDirectory, String name, int badRows, Path victim) {
        this.staging = new Staging(stagingDirectory, name);
        this.badRows = badRows;
        this.victim = victim;
        drop(DATASET + ".dataset.json", Table.definition(DATASET).getBytes(StandardCharsets.UTF_8));
    }

    void attack(long seed) throws IOException {
        drop("trap-garbage.csv", garbage(new Random(seed)));
        drop("trap-long.csv", longRows());
        drop("trap-bad.csv", Table.badRows(badRows));
        for (int i = 0; i < STRAY_FILES; i++) {
            drop("stray-" + i + ".csv", Table.rows(1));
        }
        Files.createSymbolicLink(staging.in().resolve("trap-link.csv"), victim);
        dropped.add("trap-link.csv");
    }

    /** Drops another definition, unless it has just dropped one: one that adds a column, one that breaks the table, and no JSON at all. */
    void define() {
        if (definitions > 0 && System.nanoTime() - lastDefinition < DEFINE_EVERY_NANOS) {
            return;
        }
        lastDefinition = System.nanoTime();
        int number = definitions++;
        String text =
                switch (number % 3) {
                    case 0 -> Table.grown(DATASET, Math.min(MOST_COLUMNS, 1 + number / 3));
                    case 1 -> Table.broken(DATASET);
                    default -> "{\"name\": \"" + DATASET + "\", ".repeat(1000);
                };
        drop(definition(number), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String definition(int number) {
        return DATASET + "-" + number + ".dataset.json";
    }

    private void drop(String name, byte[] content) {
        staging.drop(name, content);
        dropped.add(name);
    }

    private static byte[] garbage(Random random) throws IOException {
        byte[] noise = new byte[GARBAGE_BYTES];
        random.nextBytes(noise);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(Table.HEADER.getBytes(StandardCharsets.US_ASCII));
        file.write(noise);
        return file.toByteArray();
    }

    private static byte[] longRows() throws IOException {
        byte[] row = new byte[LONG_ROW_BYTES];
        Arrays.fill(row, (byte) 'x');
        row[row.length - 1] = '\n';
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(Table.HEADER.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < LONG_ROWS; i++) {
            file.write(row);
            file.write((i + ",Oulu," + i + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return file.toByteArray();
    }

    boolean isDone() {
        return dropped.stream().allMatch(name -> Files.exists(staging.out().resolve(name + ".report.json")));
    }

    /** Everything has the report that it deserves. */
    void assertReports() throws IOException {
        JsonNode garbage = report("trap-garbage.csv");
        assertThat(state("trap-garbage.csv")).isEqualTo("completed");
        assertThat(garbage.path("rows_rejected").asInt())
                .isPositive()
                .isEqualTo(garbage.path("rows_read").asInt());
        JsonNode longRows = report("trap-long.csv");
        assertThat(longRows.path("rows_accepted").asInt()).isEqualTo(LONG_ROWS);
        assertThat(longRows.at("/violations_by_code/RECORD_TOO_LARGE").asInt()).isEqualTo(LONG_ROWS);
        JsonNode bad = report("trap-bad.csv");
        assertThat(bad.path("rows_rejected").asInt()).isEqualTo(badRows);
        assertThat(bad.at("/violations_by_code/TYPE_MISMATCH").asInt()).isEqualTo(badRows);
        for (int i = 0; i < STRAY_FILES; i++) {
            assertThat(reason("stray-" + i + ".csv")).isEqualTo("NO_DATASET");
        }
        assertThat(reason("trap-link.csv")).isEqualTo("UNSAFE_FILE");
        assertThat(victim).exists();
        assertThat(definitions).isPositive();
        for (int i = 0; i < definitions; i++) {
            assertThat(state(definition(i))).isEqualTo(i % 3 == 0 ? "defined" : "rejected");
        }
        assertThat(staging.in()).isEmptyDirectory();
    }

    private JsonNode report(String file) {
        return staging.report(file).orElseThrow();
    }

    private String state(String file) {
        return report(file).path("state").asText();
    }

    private String reason(String file) {
        return report(file).at("/reasons/0/code").asText();
    }

    /** What it has done, in a few words. */
    @Override
    public String toString() {
        return dropped.size() + " files, " + definitions + " definitions among them";
    }
}
