package dev.sluice.encryption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keys as text. What is told of a text that is wrong are places and the names of fields, and these only if they are so short that no
 * key is among them: who pastes a key into the wrong place does not find it in a log.
 */
final class ColumnKeysReader {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    /** Keys of 32 and 64 bytes, in Base64 with what Tink puts around them, are longer. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private final TreeMap<String, Map<EncryptionKind, KeySet>> tenants = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private ColumnKeysReader() {}

    static ColumnKeys read(String json) {
        ColumnKeysReader reader = new ColumnKeysReader();
        JsonNode root = reader.parsed(json);
        if (root != null && !root.isObject()) {
            reader.problems.add("it is no JSON object of tenants");
        } else if (root != null) {
            root.properties().forEach(tenant -> reader.readTenant(tenant.getKey(), tenant.getValue()));
        }
        if (!reader.problems.isEmpty()) {
            throw new ColumnKeysException(reader.problems);
        }
        return new ColumnKeys(reader.tenants);
    }

    /** Null, and a problem, if it is no JSON. Jackson's message is not told: it quotes the text. */
    private JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problems.add("it is no JSON, or an object in it has a field twice"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
            return null;
        }
    }

    private void readTenant(String name, JsonNode kinds) {
        if (!Tenant.isValid(name)) {
            problems.add(quoted(name)
                    + " is no tenant's name: a lower-case letter followed by at most 39 lower-case letters, digits or"
                    + " underscores");
        } else if (!kinds.isObject() || kinds.isEmpty()) {
            problems.add("'" + name + "' is no JSON object of 'random', 'deterministic' or both");
        } else {
            Map<EncryptionKind, KeySet> keys = new EnumMap<>(EncryptionKind.class);
            kinds.properties().forEach(kind -> readKind(name, kind.getKey(), kind.getValue(), keys));
            tenants.put(name, keys);
        }
    }

    private void readKind(String tenant, String word, JsonNode keySet, Map<EncryptionKind, KeySet> keys) {
        Optional<EncryptionKind> kind = EncryptionKind.of(word);
        if (kind.isEmpty()) {
            problems.add("'" + tenant + "' has " + quoted(word) + ", which is neither 'random' nor 'deterministic'");
            return;
        }
        try {
            keys.put(kind.get(), KeySet.parse(kind.get(), keySet.toString()));
        } catch (IllegalArgumentException e) {
            problems.add("'" + word + "' of '" + tenant + "' " + e.getMessage());
        }
    }

    private static String quoted(String name) {
        return HARMLESS.matcher(name).matches()
                ? "'" + name + "'"
                : "a field with a name of " + name.length() + " characters";
    }

    static String write(Map<String, Map<EncryptionKind, KeySet>> tenants) {
        ObjectNode root = JSON.createObjectNode();
        try {
            for (Map.Entry<String, Map<EncryptionKind, KeySet>> tenant : tenants.entrySet()) {
                ObjectNode kinds = root.putObject(tenant.getKey());
                for (KeySet keys : tenant.getValue().values()) {
                    kinds.set(keys.kind().word(), JSON.readTree(keys.toJson()));
                }
            }
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Tink writes key sets as JSON");
        }
    }
}
