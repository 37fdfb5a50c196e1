package dev.sluice.portal.define;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.stage.AcceptedDefinitions;
import dev.sluice.portal.stage.FileName;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A tenant's datasets, and their versions. Any thread. */
public final class Datasets {
    /** The most that the source takes for a definition. */
    public static final int MAX_DEFINITION_BYTES = 1 << 20;

    private final DefinitionStore store;

    public Datasets(DefinitionStore store) {
        this.store = store;
    }

    /** The versions of a dataset that were made true, the latest first. */
    public List<DatasetVersion> versions(Tenant tenant, AcceptedDefinitions.Accepted dataset) {
        return store.versions(new DatasetId(tenant, dataset.name()).subject(dataset.table())).stream()
                .map(DatasetVersion::of)
                .sorted(Comparator.comparingInt(DatasetVersion::version).reversed())
                .toList();
    }

    /**
     * The name under which a definition is to be dropped: that of its dataset.
     *
     * @throws IllegalArgumentException if it has none; all else is for the source to judge
     */
    public static FileName fileName(byte[] definition) {
        String name = parse(definition)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The definition is not a JSON object. Nothing was stored. Correct it and send it again."))
                .path("name")
                .textValue();
        if (!DatasetId.isValidName(name)) {
            throw new IllegalArgumentException(
                    "The definition has no valid 'name': a letter or digit followed by at most 99 letters,"
                            + " digits, dots, underscores or hyphens. Nothing was stored. Correct it and send it again.");
        }
        return FileName.of(name + FileName.DEFINITION_SUFFIX);
    }

    private static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.ofNullable(AcceptedDefinitions.MAPPER.readTree(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
