package dev.sluice.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * Writes and reads the headers of rows and events. The only class that knows their names.
 *
 * <p>A row carries two packed headers in Kafka: {@link #IMPORT}, the same for all rows of an import, and {@link #ROW}. Between
 * source and transform it also carries {@link #FILE} and {@link #RAW}, references to text that the source holds anyway, from which
 * the transform makes the rejection; an accepted row leaves them behind. {@link #RAW} may be missing, where it would travel far. Values are strings whose only separator is {@code /}, so
 * that every header converter gives them back unchanged.
 */
public final class SluiceHeaders {
    /** On rows and rejections: {@link ImportContext#encode()}. */
    public static final String IMPORT = "sluice.import";
    /** On rows and rejections: {@link RowPosition#encode()}. */
    public static final String ROW = "sluice.row";
    /** On raw rows: path of the file, relative to the tenant's {@code in/}. */
    public static final String FILE = "sluice.file";
    /** On raw rows: the row's text, decoded, without its line end. */
    public static final String RAW = "sluice.raw";
    /** On accepted rows that break rules that only warn: {@code count/names of rules}. */
    public static final String WARNINGS = "sluice.warnings";
    /** On events only: {@link Event#type()}. The stock {@code HasHeaderKey} predicate filters events by it. */
    public static final String EVENT = "sluice.event";
    /** On events only: {@link Event#CONTRACT}. */
    public static final String CONTRACT = "sluice.contract";
    /** On events only. */
    public static final String TENANT = "sluice.tenant";
    /** On events only; absent where no dataset could be told. */
    public static final String DATASET = "sluice.dataset";

    private SluiceHeaders() {}

    /**
     * Headers of a raw row.
     *
     * @param encodedImport {@link ImportContext#encode()}, encoded once per import
     */
    public static Headers ofRawRow(String encodedImport, RowPosition position, String file, String raw) {
        Headers headers = ofRawRow(encodedImport, position, file);
        add(headers, RAW, raw);
        return headers;
    }

    /** Headers of a raw row whose text stays behind. */
    public static Headers ofRawRow(String encodedImport, RowPosition position, String file) {
        Headers headers = ofRow(encodedImport, position);
        add(headers, FILE, file);
        return headers;
    }

    /** Headers of an accepted row, or of a rejection that the source makes itself. */
    public static Headers ofRow(String encodedImport, RowPosition position) {
        Headers headers = new ConnectHeaders();
        add(headers, IMPORT, encodedImport);
        add(headers, ROW, position.encode());
        return headers;
    }

    /** A copy without what only lives between source and transform; other people's headers stay. */
    public static Headers withoutRaw(Headers headers) {
        Headers kept = new ConnectHeaders();
        for (Header header : headers) {
            if (!header.key().equals(RAW) && !header.key().equals(FILE)) {
                kept.add(header);
            }
        }
        return kept;
    }

    /**
     * Marks an accepted row as one with warnings; changes the headers.
     *
     * @param rules names of the rules that it breaks
     */
    public static void addWarnings(Headers headers, List<String> rules) {
        String names = String.join("; ", rules);
        add(headers, WARNINGS, rules.size() + "/" + Violation.cut(names));
    }

    /** Headers of an event. */
    public static Headers ofEvent(Event event) {
        Headers headers = new ConnectHeaders();
        add(headers, EVENT, event.type());
        add(headers, CONTRACT, Integer.toString(Event.CONTRACT));
        add(headers, TENANT, event.tenant());
        if (event.dataset() != null) {
            add(headers, DATASET, event.dataset());
        }
        return headers;
    }

    public static boolean isEvent(Headers headers) {
        return headers.lastWithName(EVENT) != null;
    }

    /** The last value of a header as text, whatever the header converter made of it. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastWithName(name);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        Object value = header.value();
        return Optional.of(
                value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString());
    }

    /**
     * The import that a row or rejection belongs to; empty where the record is not ours.
     *
     * @throws IllegalArgumentException if the header is there but is not ours
     */
    public static Optional<ImportContext> importOf(Headers headers) {
        return text(headers, IMPORT).map(ImportContext::decode);
    }

    /**
     * The position of a row; empty where the record is not ours.
     *
     * @throws IllegalArgumentException if the header is there but is not ours
     */
    public static Optional<RowPosition> positionOf(Headers headers) {
        return text(headers, ROW).map(RowPosition::decode);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, new SchemaAndValue(Schema.STRING_SCHEMA, value));
    }
}
