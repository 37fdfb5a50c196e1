package dev.sluice.tenant.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files in a tenant's {@code out/done}, to be dropped once more. What lies there is hostile, so no link is followed. One thread at a time. */
public final class DoneFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPORT_SUFFIX = ".report.json";
    private static final String MARKER_SUFFIX = ".done";

    private final Path in;
    private final Path out;

    /** @param root the tenant's directory */
    public DoneFiles(Path root) {
        this.in = root.resolve("in");
        this.out = root.resolve("out");
    }

    /**
     * Copies a file to where it was dropped first, with the time of now, by a rename, so that nobody sees half of it.
     *
     * @param name below {@code out/done}
     * @param withMarker whether a marker must say that it is complete
     * @return where it lies
     * @throws NoSuchFileException if there is no such file
     * @throws FileAlreadyExistsException if a file of this name waits; it stays as it is
     */
    public Path dropAgain(String name, boolean withMarker) throws IOException {
        Path source = below(out.resolve("done"), name);
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(source + " is no file; see what there is in " + out.resolve("done"));
        }
        Path target = below(in, name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target + " waits already and stays as it is; let it be loaded first");
        }
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        if (withMarker) {
            Files.write(target.resolveSibling(target.getFileName() + MARKER_SUFFIX), new byte[0]);
        }
        return target;
    }

    /** Not out of the directory, by no dots and no link in the place of a folder. */
    private static Path below(Path directory, String name) throws IOException {
        Path path = directory.resolve(name).normalize();
        if (!path.startsWith(directory) || path.equals(directory)) {
            throw new NoSuchFileException(name + " is no name of a file below " + directory);
        }
        for (Path folder = path.getParent(); !folder.equals(directory.getParent()); folder = folder.getParent()) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(folder + " is no directory");
            }
        }
        return path;
    }

    /** Files of the same dataset that were loaded after this one, in their order, by their reports; empty if its own report is gone. */
    public List<String> loadedAfter(String name) throws IOException {
        Optional<JsonNode> own = report(below(out, name + REPORT_SUFFIX));
        Optional<Instant> ended = own.flatMap(DoneFiles::ended);
        List<JsonNode> later = new ArrayList<>();
        if (ended.isPresent()) {
            try (Stream<Path> files = Files.walk(out, 2)) {
                files.filter(file -> file.toString().endsWith(REPORT_SUFFIX))
                        .flatMap(file -> report(file).stream())
                        .filter(report ->
                                report.path("dataset").equals(own.get().path("dataset")))
                        .filter(report ->
                                ended(report).filter(ended.get()::isBefore).isPresent())
                        .forEach(later::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        later.sort(Comparator.comparing(report -> ended(report).orElseThrow()));
        return later.stream().map(report -> report.path("file").asText()).toList();
    }

    private static Optional<JsonNode> report(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            // Retention may take it away at any moment; it only means that less can be told.
            return Optional.empty();
        }
    }

    /** Only imports that went well have all three. */
    private static Optional<Instant> ended(JsonNode report) {
        try {
            return report.path("state").asText().equals("completed") && report.has("import")
                    ? Optional.of(Instant.parse(report.path("ended").asText()))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
