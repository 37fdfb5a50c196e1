package dev.sluice.validate.route;

import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Where a row comes from, as its rejection tells it. A row of the file source says so in its headers. Of any other the record's own
 * coordinates are told, and what a rejection needs besides is made up, the same way each time: see {@link #ofRecord}.
 *
 * @param file path of the file, or the record's coordinates
 * @param place within it, for messages
 */
public record Origin(ImportContext context, RowPosition position, String file, String place) {
    /** The tenant of rows whose subject names none. */
    public static final String NO_TENANT = "external";

    private static final String NO_FILE = "(unknown)";
    private static final int IMPORT_ID_BYTES = 10;
    private static final long MICROS_PER_MILLI = 1_000;

    /**
     * The origin of a row of the file source.
     *
     * @throws DataException if the record does not say where the row stands
     */
    public static Origin ofImport(ConnectRecord<?> record, ImportContext context) {
        RowPosition position = position(record);
        return new Origin(
                context,
                position,
                SluiceHeaders.text(record.headers(), SluiceHeaders.FILE).orElse(NO_FILE),
                position.place());
    }

    /**
     * The origin of any other row. Its tenant and table are those of a subject such as {@code tenant.table}, else {@link #NO_TENANT}
     * and what can be kept of the subject; its dataset is what can be kept of the topic; its import is one for each topic and subject;
     * its ordinal is that of its Kafka offset, or 1 in a source connector.
     */
    public static Origin ofRecord(ConnectRecord<?> record, SubjectVersion id) {
        String coordinates = coordinates(record);
        int dot = id.subject().indexOf('.');
        String tenant = dot > 0 ? id.subject().substring(0, dot) : "";
        boolean named = Tenant.isValid(tenant)
                && DatasetId.TABLE.matcher(id.subject().substring(dot + 1)).matches();
        String table = named ? id.subject().substring(dot + 1) : kept("t_" + id.subject(), "[^A-Za-z0-9_]", 48);
        long millis = record.timestamp() == null ? 0 : record.timestamp();
        return new Origin(
                new ImportContext(
                        DatasetId.of(named ? tenant : NO_TENANT, dataset(String.valueOf(record.topic()))),
                        importId(record.topic() + "/" + id.subject()),
                        table,
                        id.version(),
                        millis * MICROS_PER_MILLI),
                new RowPosition(record instanceof SinkRecord sink ? sink.originalKafkaOffset() + 1 : 1, 0, 0, 0),
                coordinates,
                coordinates);
    }

    private static String dataset(String topic) {
        String name = kept(topic, "[^A-Za-z0-9._-]", 100);
        return DatasetId.isValidName(name) ? name : kept("t" + name, "[^A-Za-z0-9._-]", 100);
    }

    private static String kept(String text, String others, int length) {
        String kept = text.replaceAll(others, "_");
        return kept.length() <= length ? kept : kept.substring(0, length);
    }

    private static String coordinates(ConnectRecord<?> record) {
        if (record instanceof SinkRecord sink) {
            return sink.originalTopic() + "-" + sink.originalKafkaPartition() + "@" + sink.originalKafkaOffset();
        }
        return record instanceof SourceRecord source
                ? "source " + source.sourcePartition() + " at " + source.sourceOffset()
                : "topic " + record.topic();
    }

    private static String importId(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, IMPORT_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static RowPosition position(ConnectRecord<?> record) {
        try {
            return SluiceHeaders.positionOf(record.headers())
                    .orElseThrow(() -> new IllegalArgumentException("the header is missing"));
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    "row position (where='" + SluiceHeaders.ROW + "') is not readable: " + e.getMessage()
                            + "; the record cannot be counted and was not passed on. Do not change Sluice's headers on the "
                            + "way to this transform.",
                    e);
        }
    }
}
