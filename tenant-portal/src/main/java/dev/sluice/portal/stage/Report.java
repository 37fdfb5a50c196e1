package dev.sluice.portal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report of the source says, in short.
 *
 * @param name of the report in {@code out/}, without its suffix; a file whose name was taken there has a number behind it
 * @param id the import's; of a file that was not imported, the report's own
 * @param state {@code completed}, {@code failed}, {@code rejected}, {@code checked} or {@code defined}
 * @param dataset empty if none could be told
 * @param file relative to {@code in/}
 * @param time when it ended
 * @param started empty where nothing was read
 * @param version of the dataset's definition; 0 if there was none
 * @param base of the import's write timestamps; 0 if nothing was imported
 * @param rows read; of a check, too
 * @param rejected of them
 * @param reasons why it was refused or failed; the first
 */
public record Report(
        String name,
        String id,
        String state,
        Optional<String> dataset,
        String file,
        long bytes,
        Instant time,
        Optional<Instant> started,
        int version,
        long base,
        long rows,
        long rejected,
        List<Reason> reasons) {
    private static final int MOST_REASONS = 5;
    private static final int MOST_CHARS = 2_000;

    /**
     * One reason.
     *
     * @param column empty where it is not that of one column
     */
    public record Reason(String code, Optional<String> column, String message) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Report of(String name, JsonNode json) {
        try {
            String id = json.path("import").asText(json.path("file_id").asText());
            List<Reason> reasons = new ArrayList<>();
            for (JsonNode reason : json.path("reasons")) {
                if (reasons.size() < MOST_REASONS) {
                    reasons.add(new Reason(
                            reason.path("code").asText(),
                            Optional.ofNullable(reason.path("column").textValue()),
                            cut(reason.path("message").asText())));
                }
            }
            return new Report(
                    name,
                    id,
                    json.required("state").asText(),
                    Optional.ofNullable(json.path("dataset").textValue()),
                    json.required("file").asText(),
                    json.path("bytes").asLong(),
                    Instant.parse(json.path("ended").asText(json.path("time").asText())),
                    Optional.ofNullable(json.path("started").textValue()).map(Instant::parse),
                    json.path("version").asInt(),
                    json.path("write_timestamp_base").asLong(),
                    json.path("rows_read").asLong(),
                    json.path("rows_rejected")
                            .asLong(json.path("rows_not_in_order").asLong()),
                    List.copyOf(reasons));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a report", e);
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }

    public boolean isOfDefinition() {
        return file.endsWith(FileName.DEFINITION_SUFFIX);
    }

    /** Whether rows of it went into Kafka, so that Cassandra knows more of it, or will. */
    public boolean isOfImport() {
        return base > 0;
    }
}
