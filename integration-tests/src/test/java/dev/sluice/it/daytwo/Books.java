package dev.sluice.it.daytwo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the world is like if files are loaded one after the other, each once. Shares no code with the plugins. Not thread-safe. */
final class Books {
    private static final int BAD_EVERY = 500;
    private static final int KEYS_PER_TEN_ROWS = 8;

    private final Map<Integer, Double> table = new TreeMap<>();
    private final List<String> imports = new ArrayList<>();

    /** A file: within it, keys come again, and some rows are no numbers. */
    record Upload(String name, int rows, int salt) {
        int key(int row) {
            return row % (rows * KEYS_PER_TEN_ROWS / 10) + 1;
        }

        boolean isBad(int row) {
            return row % BAD_EVERY == 0;
        }

        double level(int row) {
            return salt + row / 4.0;
        }

        int rejected() {
            return rows / BAD_EVERY;
        }

        byte[] content() {
            StringBuilder text = new StringBuilder("id,level\n");
            for (int row = 1; row <= rows; row++) {
                text.append(key(row)).append(',').append(isBad(row) ? "high" : String.valueOf(level(row)));
                text.append('\n');
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The file is loaded now: its rows win over all before. */
    void loaded(Upload upload) {
        for (int row = 1; row <= upload.rows(); row++) {
            if (!upload.isBad(row)) {
                table.put(upload.key(row), upload.level(row));
            }
        }
        imports.add(
                line(upload.name(), "COMPLETED", upload.rows(), upload.rows() - upload.rejected(), upload.rejected()));
    }

    /** An import as it is told in {@code sluice.imports}. */
    static String line(String file, String state, Object total, Object accepted, Object rejected) {
        return file + " " + state + " total=" + total + " accepted=" + accepted + " rejected=" + rejected;
    }

    Map<Integer, Double> table() {
        return Collections.unmodifiableMap(table);
    }

    /** All imports, sorted. */
    List<String> imports() {
        return imports.stream().sorted().toList();
    }
}
