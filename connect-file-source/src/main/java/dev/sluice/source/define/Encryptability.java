package dev.sluice.source.define;

import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what a definition says of encrypted columns can be kept: what is not encrypted before it gets to Kafka stands there in clear
 * text. Any thread.
 *
 * @param isTyped whether rows are typed, and so encrypted, by a transform of this connector
 * @param keys that it has
 */
public record Encryptability(boolean isTyped, ColumnKeyring keys) {
    /** Why a definition is not taken; empty if it is. */
    List<Violation> objections(Definition definition) {
        Map<String, ColumnEncryption> columns = definition.encryptedColumns();
        if (columns.isEmpty()) {
            return List.of();
        }
        if (!isTyped) {
            return List.of(refused(
                    String.join(", ", columns.keySet()),
                    "columns are to be encrypted, but this connector has no transformation that encrypts: their values"
                            + " would stand in Kafka in clear text",
                    "Ask your operator to validate rows in the connector of your files, or store these columns in clear"
                            + " text by taking encrypt out of them."));
        }
        return columns.values().stream()
                .distinct()
                .filter(kind -> !keys.has(definition.id().tenant(), kind))
                .map(kind -> refused(
                        String.join(", ", of(kind, columns)),
                        "columns are to be encrypted, but " + missing(definition, kind)
                                + ": their values would have to wait for it, or be stored in clear text",
                        "Ask your operator to add a key (encryption.keys), and drop the definition again; or take encrypt"
                                + " out of these columns."))
                .toList();
    }

    /** Why rows of a definition in force cannot be taken now, if they cannot. */
    public Optional<String> obstacle(Definition definition) {
        return definition.encryptedColumns().values().stream()
                .filter(kind -> !isTyped || !keys.has(definition.id().tenant(), kind))
                .findFirst()
                .map(kind -> "columns (where='" + definition.subject() + ": "
                        + String.join(", ", of(kind, definition.encryptedColumns())) + "') are to be encrypted, but "
                        + (isTyped
                                ? missing(definition, kind)
                                : "the connector has no validating transformation any more, which encrypts")
                        + "; its files wait. Give it back (the transformation's encryption.keys).");
    }

    private static String missing(Definition definition, ColumnEncryption kind) {
        return "there is no " + kind.property() + " key of '" + definition.id().tenant() + "'";
    }

    private static List<String> of(ColumnEncryption kind, Map<String, ColumnEncryption> columns) {
        return columns.entrySet().stream()
                .filter(column -> column.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Violation refused(String where, String what, String cure) {
        return Violation.bounded(
                Code.INVALID_DEFINITION,
                "encrypt",
                where,
                what + " (where='" + Violation.cut(where) + "'); the definition was refused and nothing was changed. "
                        + cure);
    }
}
