package dev.sluice.tenant.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector as Connect's REST API has it.
 *
 * @param config in the order in which it is shown; without {@code name}
 */
public record Connector(String name, Map<String, String> config) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Connector {
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    public String type() {
        return config.get("connector.class");
    }

    /** What is POSTed to {@code /connectors}. */
    public String json() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("config", config);
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
