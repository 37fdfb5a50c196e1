package dev.sluice.portal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.portal.define.DefinitionStore;
import dev.sluice.portal.follow.ImportStore.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the sink's table of definitions, each of which is kept as the event that announced it, in JSON. Any thread. */
public final class CqlDefinitionStore implements DefinitionStore {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final CassandraLink link;

    public CqlDefinitionStore(CassandraLink link) {
        this.link = link;
    }

    @Override
    public List<Stored> versions(String subject) {
        return link
                .query("SELECT version, event FROM " + link.table("datasets") + " WHERE subject = ?", subject)
                .stream()
                .map(row -> stored(row.getInt("version"), row.getString("event")))
                .toList();
    }

    private static Stored stored(int version, String event) {
        try {
            JsonNode json = MAPPER.readTree(event);
            return new Stored(
                    version,
                    Instant.parse(json.path("time").asText()),
                    json.path("keyspace").asText(),
                    json.path("table").asText(),
                    strings(json.path("partition_key")),
                    strings(json.path("clustering_columns")),
                    json.path("schema").asText());
        } catch (JsonProcessingException e) {
            throw new UnavailableException(e);
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
