package dev.sluice.source.check;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.Encoding;
import dev.sluice.source.split.RecordScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Whether an import's rows fit into records. Most do by far, which their length in the file tells; what such rows would become is worked
 * out only of the others. Poll thread.
 */
public final class RowFit {
    /** As long as headers get: numbers of 19 digits, and the names of rules. */
    private static final RowPosition LONGEST =
            new RowPosition(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int WARNINGS_BYTES = 1024;

    private final int limit;
    /** What any row takes, however short. */
    private final long fixed;

    private final int perByte;
    /** Of UTF-8, for one byte that is not ASCII. */
    private final int growth;

    private final Supplier<RowVerdicts> verdicts;
    private RowVerdicts made;

    private RowFit(int limit, SizeBound row, int growth, Supplier<RowVerdicts> verdicts) {
        this.limit = limit;
        this.fixed = row.fixed();
        this.perByte = row.perByte();
        this.growth = growth;
        this.verdicts = verdicts;
    }

    static RowFit of(Definition definition, ImportContext context, RecordLimit limit, Supplier<RowVerdicts> verdicts) {
        long fixed = RecordSize.FRAME
                + 2L * RecordSize.PREFIX
                + RecordSize.ofHeaders(SluiceHeaders.ofRawRow(context.encode(), LONGEST, ""))
                + (limit.isTyped() ? WARNINGS_BYTES : RowSize.PATH_BYTES);
        int perByte = 0;
        int perKeyByte = 0;
        List<String> key = definition.primaryKey();
        for (Schema.Field field : definition.schema().getFields()) {
            SizeBound column = limit.isTyped() ? SizeBound.of(field) : SizeBound.TEXT;
            perByte = Math.max(perByte, column.perByte());
            fixed += column.fixed();
            if (key.contains(field.name())) {
                perKeyByte = Math.max(perKeyByte, column.perByte());
                fixed += column.fixed();
            }
        }
        // Counted by the bytes of the file, of which a character of UTF-16 has two.
        int perTextByte = limit.textChars() > 0 ? 2 * RowSize.CHAR_BYTES : 0;
        boolean isUtf8 = Encoding.of(definition.format().charset()).scanned().equals(StandardCharsets.UTF_8);
        return new RowFit(
                limit.bytes(),
                new SizeBound(fixed, perByte + perKeyByte + perTextByte),
                isUtf8 ? 1 : RowSize.CHAR_BYTES,
                verdicts);
    }

    /** Bytes that a record may take at most, as {@link RecordSize} counts them. */
    public int limit() {
        return limit;
    }

    /** Why the scanner's current record, which is in order as far as its form goes, cannot go to Kafka; empty if it can. */
    public List<Violation> problems(RowPosition row, RecordScanner record, RowParser parser) {
        long bytes = (long) (record.to() - record.from()) * (record.isAscii() ? 1 : growth);
        if (fixed + bytes * perByte <= limit) {
            return List.of();
        }
        if (made == null) {
            made = verdicts.get();
        }
        return made.tooLarge(row, record, parser);
    }
}
