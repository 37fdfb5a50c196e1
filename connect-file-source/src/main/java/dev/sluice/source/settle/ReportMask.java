package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Violation.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A report of an encrypted file, which lies there in clear text: it says what was wrong and where, and nothing that stood in the file.
 * Values stand in messages too, so only the messages of reasons are told that are never about what a file contains.
 */
final class ReportMask {
    private static final List<String> LISTS = List.of("reasons", "warnings", "violations");
    private static final Set<String> ABOUT_THE_FILE = names(EnumSet.of(
            Code.CORRUPT_FILE,
            Code.FILE_TOO_LARGE,
            Code.FILE_CHANGED,
            Code.DUPLICATE_FILE,
            Code.UNSAFE_FILE,
            Code.NO_DATASET,
            Code.AMBIGUOUS_DATASET,
            Code.NOT_DECRYPTED,
            Code.NOT_SIGNED,
            Code.NOT_EXPLAINED,
            Code.TOO_MANY_ERRORS,
            Code.MORE_VIOLATIONS,
            Code.INVALID_DEFINITION,
            Code.ROWS_LOST));
    /** The column that they name is one of the file's, not of the definition's. */
    private static final Set<String> OF_THE_FILES_COLUMNS =
            names(EnumSet.of(Code.UNKNOWN_COLUMN, Code.DUPLICATE_COLUMN));

    private ReportMask() {}

    private static Set<String> names(Set<Code> codes) {
        return codes.stream().map(Code::name).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** @param fullReport name of the encrypted file that tells all; null if there is none */
    static ObjectNode of(ObjectNode report, String fullReport) {
        ObjectNode masked = report.deepCopy().put("encrypted", true);
        for (String list : LISTS) {
            masked.path(list).forEach(reason -> mask(reason, fullReport));
        }
        return masked.put(
                "withheld",
                fullReport == null
                        ? "The file was encrypted, so nothing that stood in it is told or kept here. Your operator can have it"
                                + " encrypted to your public key (pgp.recipient.keys)."
                        : "The file was encrypted, so nothing that stood in it is told here. It stands in " + fullReport
                                + ", encrypted to your public key.");
    }

    private static void mask(JsonNode reason, String fullReport) {
        if (reason instanceof ObjectNode node
                && !ABOUT_THE_FILE.contains(node.path("code").asText())) {
            node.putNull("value");
            if (OF_THE_FILES_COLUMNS.contains(node.path("code").asText())) {
                node.putNull("column");
            }
            node.put(
                    "message",
                    "not told, since the file was encrypted"
                            + (fullReport == null ? "." : "; it stands in the encrypted report."));
        }
    }
}
