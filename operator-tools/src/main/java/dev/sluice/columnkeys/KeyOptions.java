package dev.sluice.columnkeys;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where keys are; an option of every command. */
final class KeyOptions {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "The file of keys, which encryption.keys of the transform gets by a ConfigProvider.")
    private Path file;

    KeyFile file() {
        return new KeyFile(file);
    }

    Path path() {
        return file;
    }

    void tellExposure(PrintWriter err) throws IOException {
        file().exposure().ifPresent(warning -> err.println("sluice: " + warning));
    }
}
