package dev.sluice.cassandra.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A definition event as JSON text, with the fields that it has on the wire. */
final class DefinitionJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DefinitionJson() {}

    static String write(DatasetDefined event) {
        ObjectNode node = JSON.createObjectNode()
                .put("tenant", event.tenant())
                .put("dataset", event.dataset())
                .put("time", event.time().toString())
                .put("file", event.file())
                .put("table", event.table())
                .put("version", event.version())
                .put("keyspace", event.keyspace())
                .put("schema", event.schema());
        node.set("partition_key", JSON.valueToTree(event.partitionKey()));
        node.set("clustering_columns", JSON.valueToTree(event.clusteringColumns()));
        return node.toString();
    }

    static DatasetDefined read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return new DatasetDefined(
                    DatasetId.of(
                            node.path("tenant").asText(), node.path("dataset").asText()),
                    Instant.parse(node.path("time").asText()),
                    node.path("file").textValue(),
                    node.path("table").asText(),
                    node.path("version").asInt(),
                    node.path("keyspace").asText(),
                    strings(node.path("partition_key")),
                    strings(node.path("clustering_columns")),
                    node.path("schema").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a remembered definition is not JSON", e);
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
