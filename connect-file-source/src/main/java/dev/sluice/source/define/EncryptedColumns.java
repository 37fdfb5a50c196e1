package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.SchemaProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What a definition says about columns that are to be encrypted, as the Registry is to have it. A word that almost says so is refused
 * wherever it stands: who has meant it would never learn that the values are stored in clear text. Pure.
 */
final class EncryptedColumns {
    private static final String KEY = "encrypt";
    private static final String DETERMINISTIC = ColumnEncryption.DETERMINISTIC.property();
    private static final String CURE = "Use true (equal values become different ciphertexts), \"" + DETERMINISTIC
            + "\" (equal values become equal" + " ones, so that they can be found and joined), or false.";

    private EncryptedColumns() {}

    /** Replaces tenants' words by properties of the registered schema. */
    static void register(ObjectNode schema, Problems problems) {
        misplaced("schema", schema, problems);
        for (JsonNode each : schema.path("fields")) {
            if (each instanceof ObjectNode field) {
                String name = field.path("name").asText();
                misplacedInType(name, field.path("type"), problems);
                misspelt(name, field, problems);
                read(name, field, problems).ifPresent(kind -> {
                    field.put(SchemaProperties.ENCRYPT, kind.property());
                    warnOfDefault(name, field, problems);
                });
            }
        }
    }

    private static Optional<ColumnEncryption> read(String name, ObjectNode field, Problems problems) {
        JsonNode word = field.remove(KEY);
        if (word == null || (word.isBoolean() && !word.booleanValue())) {
            return Optional.empty();
        }
        if (word.isBoolean()) {
            return Optional.of(ColumnEncryption.RANDOM);
        }
        if (DETERMINISTIC.equals(word.textValue())) {
            return Optional.of(ColumnEncryption.DETERMINISTIC);
        }
        problems.add(name + "." + KEY, word.toString(), "value is not valid", CURE);
        return Optional.empty();
    }

    private static void warnOfDefault(String name, JsonNode field, Problems problems) {
        if (field.hasNonNull("default")) {
            problems.warn(
                    name,
                    null,
                    "column '" + name + "' is encrypted and has a default (where='" + name
                            + "'); the default stands in the Schema Registry in clear text, and whoever reads the definition"
                            + " sees it. Make the column's type nullable with null as its default if that tells too much.");
        }
    }

    /** What almost says it. */
    private static void misspelt(String name, ObjectNode field, Problems problems) {
        for (String key : names(field)) {
            if (key.equals(SchemaProperties.ENCRYPT)) {
                field.remove(key);
                problems.add(
                        name + "." + key, key, "key is not for definitions", "Write \"" + KEY + "\" instead. " + CURE);
            } else if (!key.equals(KEY) && isLike(key)) {
                problems.add(
                        name + "." + key,
                        key,
                        "key is not known, and the column would not be encrypted",
                        "Did you mean '" + KEY + "'? " + CURE);
            }
        }
    }

    private static void misplacedInType(String name, JsonNode type, Problems problems) {
        if (type.isArray()) {
            type.forEach(branch -> misplacedInType(name, branch, problems));
        } else if (type instanceof ObjectNode object) {
            misplaced(name + ".type", object, problems);
            misplacedInType(name, object.path("type"), problems);
        }
    }

    /** What says it of something else than a column. */
    private static void misplaced(String where, ObjectNode object, Problems problems) {
        for (String key : names(object)) {
            if (key.equals(SchemaProperties.ENCRYPT) || isLike(key)) {
                object.remove(key);
                problems.add(
                        where + "." + key,
                        key,
                        "key does not stand at a column, and nothing would be encrypted",
                        "Put \"" + KEY + "\" beside the name and the type of each column that is to be encrypted.");
            }
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isLike(String key) {
        String word = key.toLowerCase(Locale.ROOT);
        return word.startsWith(KEY) || Spelling.closest(word, List.of(KEY)).isPresent();
    }

    /** How each column is encrypted that is, in the schema's order. */
    static Map<String, ColumnEncryption> of(Schema schema) {
        Map<String, ColumnEncryption> encrypted = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            ColumnEncryption kind = ColumnEncryption.of(field);
            if (kind != ColumnEncryption.NONE) {
                encrypted.put(field.name(), kind);
            }
        }
        return encrypted;
    }

    /** A row must be the same one whenever it is loaded. */
    static void checkKey(Schema schema, PrimaryKey key, Problems problems) {
        of(schema).forEach((name, kind) -> {
            if (kind != ColumnEncryption.DETERMINISTIC && key.contains(name)) {
                problems.add(
                        name + "." + KEY,
                        "true",
                        "column belongs to the primary key, and its values would become other ciphertexts each time, so"
                                + " that the same row would be another one each time",
                        "Use \"" + DETERMINISTIC
                                + "\" for it: equal values become equal ciphertexts, which whoever reads"
                                + " them sees; or use another primary key.");
            }
        });
    }
}
