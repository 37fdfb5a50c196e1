package dev.sluice.portal.define;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.SchemaProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One version of a dataset's definition, in a tenant's words.
 *
 * @param settings what else its definition says: empty values, time to live, rules
 */
public record DatasetVersion(
        int version,
        Instant time,
        String keyspace,
        String table,
        List<String> partitionKey,
        List<String> clusteringColumns,
        List<Column> columns,
        Map<String, String> settings) {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Said elsewhere, or the same in all versions. */
    private static final List<String> NOT_SETTINGS =
            List.of(SchemaProperties.DATASET, SchemaProperties.KEYSPACE, SchemaProperties.PRIMARY_KEY);

    private static final String OURS = "sluice.";
    /** The encryption that goes without saying. */
    private static final String RANDOM = "random";

    /**
     * A column.
     *
     * @param type Avro's words, for people: {@code int}, {@code decimal(10,2)}, {@code array of string}
     * @param defaultValue as JSON; empty if there is none
     * @param encryption how its values are stored, for people; empty if they are in clear text
     */
    public record Column(
            String name,
            String type,
            boolean optional,
            Optional<String> defaultValue,
            Optional<String> pattern,
            Optional<String> encryption) {
        /** All but the name. */
        String described() {
            return type
                    + (optional ? ", optional" : "")
                    + defaultValue.map(value -> ", default " + value).orElse("")
                    + pattern.map(text -> ", written as " + text).orElse("")
                    + encryption.map(words -> ", " + words).orElse("");
        }
    }

    /** What was stored; columns that cannot be read are none. */
    public static DatasetVersion of(DefinitionStore.Stored stored) {
        List<Column> columns = new ArrayList<>();
        Map<String, String> settings = new TreeMap<>();
        try {
            JsonNode schema = MAPPER.readTree(stored.schema());
            schema.path("fields").forEach(field -> columns.add(column(field)));
            schema.properties().stream()
                    .filter(each -> each.getKey().startsWith(OURS) && !NOT_SETTINGS.contains(each.getKey()))
                    .forEach(each -> settings.put(
                            each.getKey().substring(OURS.length()),
                            each.getValue().isTextual()
                                    ? each.getValue().asText()
                                    : each.getValue().toString()));
        } catch (JsonProcessingException e) {
            // The version is still one; the sink has written the schema, so this does not happen.
            columns.clear();
        }
        return new DatasetVersion(
                stored.version(),
                stored.time(),
                stored.keyspace(),
                stored.table(),
                stored.partitionKey(),
                stored.clusteringColumns(),
                List.copyOf(columns),
                settings);
    }

    private static Column column(JsonNode field) {
        JsonNode type = field.path("type");
        boolean isOptional = false;
        List<String> branches = new ArrayList<>();
        if (type.isArray()) {
            for (JsonNode branch : type) {
                if (branch.asText().equals("null")) {
                    isOptional = true;
                } else {
                    branches.add(type(branch));
                }
            }
        } else {
            branches.add(type(type));
        }
        Optional<String> defaultValue = Optional.ofNullable(field.get("default"))
                .filter(value -> !value.isNull())
                .map(JsonNode::toString);
        return new Column(
                field.path("name").asText(),
                String.join(" or ", branches),
                isOptional,
                defaultValue,
                Optional.ofNullable(field.path(SchemaProperties.PATTERN).textValue()),
                Optional.ofNullable(field.get(SchemaProperties.ENCRYPT)).map(DatasetVersion::encryption));
    }

    private static String encryption(JsonNode property) {
        return RANDOM.equals(property.asText()) ? "encrypted" : "encrypted, " + property.asText();
    }

    private static String type(JsonNode type) {
        if (type.isTextual()) {
            return type.asText();
        }
        if (type.isArray()) {
            List<String> branches = new ArrayList<>();
            type.forEach(branch -> branches.add(type(branch)));
            return String.join(" or ", branches);
        }
        if (type.path("logicalType").asText().equals("decimal")) {
            return "decimal(" + type.path("precision").asInt() + ","
                    + type.path("scale").asInt() + ")";
        }
        if (type.has("logicalType")) {
            return type.path("logicalType").asText();
        }
        return switch (type.path("type").asText()) {
            case "array" -> "array of " + type(type.path("items"));
            case "map" -> "map of " + type(type.path("values"));
            case "enum" -> "one of " + type.path("symbols");
            case "record" -> "record " + type.path("name").asText();
            default -> type.path("type").asText();
        };
    }
}
