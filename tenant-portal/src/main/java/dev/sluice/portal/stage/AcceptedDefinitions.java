package dev.sluice.portal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.DatasetId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The definitions of a tenant that are in force, as the source keeps them in {@code .sluice/datasets}. Any thread. */
public final class AcceptedDefinitions {
    /** For JSON that tenants write. */
    public static final JsonMapper MAPPER = new JsonMapper();

    private static final String SUFFIX = ".json";
    private static final int MAX_BYTES = 4 << 20;

    /**
     * One.
     *
     * @param version in the Schema Registry
     * @param definition as its tenant wrote it
     */
    public record Accepted(String name, String keyspace, String table, int version, String definition) {}

    private AcceptedDefinitions() {}

    /** All, by name. */
    public static List<Accepted> of(TenantFolder folder) throws IOException {
        List<Accepted> accepted = new ArrayList<>();
        if (!Files.isDirectory(folder.datasets(), LinkOption.NOFOLLOW_LINKS)) {
            return accepted;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.datasets(), "*" + SUFFIX)) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                read(folder, fileName.substring(0, fileName.length() - SUFFIX.length()))
                        .ifPresent(accepted::add);
            }
        }
        accepted.sort(Comparator.comparing(Accepted::name));
        return accepted;
    }

    /** One by its name. */
    public static Optional<Accepted> read(TenantFolder folder, String name) throws IOException {
        if (!DatasetId.isValidName(name)) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = TenantFolder.read(folder.datasets().resolve(name + SUFFIX), MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(bytes.get());
            String table = json.path("table").asText();
            return DatasetId.TABLE.matcher(table).matches()
                    ? Optional.of(new Accepted(
                            name,
                            json.path("keyspace").asText(),
                            table,
                            json.path("version").asInt(),
                            json.path("definition").asText()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
