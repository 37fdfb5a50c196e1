package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Reads the {@code schema} object of a definition: an Avro record whose name is the table's and whose namespace is the tenant. */
final class SchemaReader {
    private SchemaReader() {}

    static Optional<Schema> read(JsonNode json, Tenant tenant, Problems problems) {
        if (!json.isObject() || !json.path("type").asText().equals("record")) {
            problems.add(
                    "schema",
                    json.path("type").toString(),
                    "schema is not an Avro record",
                    "Use {\"type\": \"record\", \"name\": \"my_table\", \"fields\": [...]}.");
            return Optional.empty();
        }
        String table = json.path("name").asText();
        if (!json.path("name").isTextual() || !DatasetId.TABLE.matcher(table).matches()) {
            problems.add(
                    "schema.name",
                    table,
                    "the schema's name is not a valid table name",
                    "Use a letter followed by at most 47 letters, digits or underscores.");
            return Optional.empty();
        }
        if (!json.path("fields").isArray() || json.path("fields").isEmpty()) {
            problems.add("schema.fields", "", "the schema has no fields", "Add at least one.");
            return Optional.empty();
        }
        String namespace = json.path("namespace").asText(tenant.name());
        if (!namespace.equals(tenant.name())) {
            problems.warn(
                    "schema.namespace",
                    namespace,
                    "the schema's namespace (where='" + namespace + "') is not used; the schema is registered as '"
                            + tenant.name() + "." + table + "'. Leave the namespace away.");
        }
        ObjectNode named = ((ObjectNode) json.deepCopy()).put("namespace", tenant.name());
        EncryptedColumns.register(named, problems);
        try {
            Schema schema = new Schema.Parser().parse(named.toString());
            Columns.check(schema, problems);
            Columns.warnOfLogicalTypes(json.path("fields"), problems);
            return Optional.of(schema);
        } catch (AvroRuntimeException e) {
            problems.add(
                    "schema",
                    e.getMessage(),
                    "the schema is not valid Avro",
                    "Correct it as the message in parentheses says.");
            return Optional.empty();
        }
    }
}
