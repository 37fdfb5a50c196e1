package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks of files that are not imports, or not yet: their notes, which a crash makes worthless, and the markers that ask for them. A
 * marker goes with its file. It must not be left behind by a crash in between, or it would ask for the check of the next file of that
 * name too; so it is noted beforehand which marker was for which file. Poll thread of the task that owns the dataset.
 */
public final class CheckNotes {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String USED = "used.json";
    private static final int MAX_BYTES = 1 << 16;
    /** What file systems allow. */
    private static final int MAX_NAME_BYTES = 255;

    private final TenantDirectory directory;

    public CheckNotes(TenantDirectory directory) {
        this.directory = directory;
    }

    /** True if a marker beside a file asks for it to be checked only. */
    public boolean isAskedFor(StagedFile file) throws IOException {
        return marker(directory, file.path()).isPresent();
    }

    /** The marker beside a file; a link or folder of its name is none, and a name may be too long to have one. */
    static Optional<StagedFile> marker(TenantDirectory directory, String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1) + StagedFile.CHECK_SUFFIX;
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return Optional.empty();
        }
        return directory.look(path + StagedFile.CHECK_SUFFIX).filter(StagedFile::regular);
    }

    /** A file that is written while another is checked; nobody else writes it. */
    public Path note(String dataset, String writer, String suffix) throws IOException {
        directory.create(directory.checks(dataset));
        return directory.checks(dataset).resolve(writer + suffix);
    }

    /** Before a dataset's next file is taken: forgets what a crash has left, and removes a marker whose file has left already. */
    public void begin(String dataset) throws IOException {
        if (!Files.isDirectory(directory.checks(dataset), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Optional<JsonNode> used = AtomicFile.read(directory.checks(dataset).resolve(USED), MAX_BYTES)
                .map(CheckNotes::json);
        if (used.isPresent() && used.get().path("file").isTextual()) {
            String path = used.get().path("file").asText();
            if (TenantDirectory.isInside(path)) {
                boolean isThere = isAsNoted(used.get(), "", directory.look(path));
                if (isThere) {
                    return;
                }
                if (isAsNoted(used.get(), "marker_", marker(directory, path))) {
                    Files.deleteIfExists(directory.in().resolve(path + StagedFile.CHECK_SUFFIX));
                }
            }
        }
        end(dataset);
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }

    private static boolean isAsNoted(JsonNode note, String prefix, Optional<StagedFile> now) {
        return now.isPresent()
                && now.get().size() == note.path(prefix + "size").asLong(-1)
                && now.get().modifiedNanos()
                        == note.path(prefix + "modified_ns").asLong(-1);
    }

    /** Before a file that was checked is put away: notes which marker was for it. */
    public void use(String dataset, StagedFile file) throws IOException {
        Optional<StagedFile> marker = marker(directory, file.path());
        if (marker.isPresent()) {
            AtomicFile.write(
                    note(dataset, "", USED),
                    MAPPER.writeValueAsBytes(MAPPER.createObjectNode()
                            .put("file", file.path())
                            .put("size", file.size())
                            .put("modified_ns", file.modifiedNanos())
                            .put("marker_size", marker.get().size())
                            .put("marker_modified_ns", marker.get().modifiedNanos())));
        }
    }

    /** Forgets all notes of a dataset. */
    public void end(String dataset) throws IOException {
        if (Files.isDirectory(directory.checks(dataset), LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory.checks(dataset))) {
                for (Path note : notes) {
                    Files.deleteIfExists(note);
                }
            }
        }
    }
}
