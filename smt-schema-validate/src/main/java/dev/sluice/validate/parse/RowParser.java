package dev.sluice.validate.parse;

import dev.sluice.check.RowShape;
import dev.sluice.check.judge.Finding;
import dev.sluice.check.read.Fault;
import dev.sluice.contract.Violation.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Finds the row in a record's value. For one thread: it remembers the last schema. */
public final class RowParser {
    private static final RowShape MAP = new RowShape.OfMap();
    private static final Parsed NO_ROW = new Parsed.NoRow();

    private final TextFormat format;
    private RowShape.OfStruct last = new RowShape.OfStruct(Schema.STRING_SCHEMA);

    /** How the text of a row is read. */
    public interface TextFormat {
        /** Texts are no rows. */
        TextFormat NONE = text -> NO_ROW;

        Parsed read(String text);
    }

    public RowParser(TextFormat format) {
        this.format = format;
    }

    @SuppressWarnings("ReferenceEquality") // Cheap, for it is asked for every row; a miss costs a look-up only.
    public Parsed parse(Object value) {
        if (value instanceof Struct struct) {
            if (last.schema() != struct.schema()) {
                last = new RowShape.OfStruct(struct.schema());
            }
            return new Parsed.Row(last, struct);
        }
        if (value instanceof Map<?, ?>) {
            return new Parsed.Row(MAP, value);
        }
        if (value instanceof String text) {
            return format.read(text);
        }
        return value instanceof byte[] bytes && format != TextFormat.NONE ? ofBytes(bytes) : NO_ROW;
    }

    private Parsed ofBytes(byte[] bytes) {
        try {
            return format.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return broken(null, new Fault(Code.BAD_ENCODING, "is not UTF-8", "Write it as UTF-8."));
        }
    }

    static Parsed broken(String text, Fault fault) {
        return new Parsed.Broken(new Finding(null, text, fault));
    }
}
