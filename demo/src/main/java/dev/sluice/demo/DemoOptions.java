package dev.sluice.demo;

import dev.sluice.contract.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the user of {@code scripts/demo} chose.
 *
 * @param repository the project's folder
 * @param directory the stack's folder
 * @param keep leave everything running
 * @param rows good rows of client_a's first file
 * @param tenants the user's own tenants and the folders of their files; empty means the built-in ones
 */
record DemoOptions(Path repository, Path directory, boolean keep, int rows, Map<String, Path> tenants) {
    static final String USAGE = """
            usage: scripts/demo [--keep] [--rows N] [--dir DIR] [--tenant NAME=DIR]...

              --keep             leave everything running and say how to look around
              --rows N           good rows of client_a's first file (default 20000)
              --dir DIR          the stack's data and logs (default .stack/demo)
              --tenant NAME=DIR  drop the files of DIR (*.dataset.json, *.csv) for tenant NAME
                                 instead of playing the two built-in tenants; may be repeated""";

    private static final int DEFAULT_ROWS = 20_000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static DemoOptions parse(Path repository, String... args) {
        Path directory = repository.resolve(".stack").resolve("demo");
        boolean keep = false;
        int rows = DEFAULT_ROWS;
        Map<String, Path> tenants = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--keep" -> keep = true;
                case "--rows" -> rows = positive(value(args, ++i));
                case "--dir" -> directory = Path.of(value(args, ++i)).toAbsolutePath();
                case "--tenant" -> tenant(tenants, value(args, ++i));
                default -> throw new IllegalArgumentException("unknown option (where='" + args[i] + "')");
            }
        }
        return new DemoOptions(repository, directory, keep, rows, tenants);
    }

    private static String value(String[] args, int i) {
        if (i >= args.length) {
            throw new IllegalArgumentException("option (where='" + args[i - 1] + "') needs a value");
        }
        return args[i];
    }

    private static int positive(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("--rows (where='" + text + "') needs a positive number");
    }

    private static void tenant(Map<String, Path> tenants, String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || !Files.isDirectory(Path.of(text.substring(equals + 1)))) {
            throw new IllegalArgumentException(
                    "--tenant (where='" + text + "') needs NAME=DIR with a folder that exists");
        }
        tenants.put(
                new Tenant(text.substring(0, equals)).name(),
                Path.of(text.substring(equals + 1)).toAbsolutePath());
    }
}
