package dev.sluice.contract;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * How many bytes records take in Kafka: never less than a converter that writes binary Avro makes of them (Confluent's; Protobuf is
 * about as small), and little more. Counted as producers and brokers do, without compression, with what frames a batch of one record.
 * Other converters make larger ones: JSON repeats names, and perhaps the schema, in every record.
 *
 * <p>It is told from the value alone, so the same record has the same size whenever it is made again.
 */
public final class RecordSize {
    /** Of what can be made smaller by cutting texts nothing is promised below this; a file's path alone may have 4,096 bytes. */
    public static final int LEAST_LIMIT = 16_384;
    /** A little below Kafka's defaults: {@code max.request.size} of producers, and {@code max.message.bytes} of topics. */
    public static final int DEFAULT_LIMIT = 1_000_000;
    /** A batch's own header, and that of its only record: {@code AbstractRecords.estimateSizeInBytesUpperBound}. */
    public static final int FRAME = 61 + 21;
    /** What Confluent's serializers put before a key and a value: a zero and the schema's id. */
    public static final int PREFIX = 5;
    /** The most that a length or a count takes. */
    public static final int COUNT = 5;

    private RecordSize() {}

    /**
     * Of a record.
     *
     * @param key null if it has none
     */
    public static long of(Struct key, Struct value, Headers headers) {
        return FRAME + (key == null ? 0 : PREFIX + ofStruct(key)) + PREFIX + ofStruct(value) + ofHeaders(headers);
    }

    /** Of headers whose values are texts. */
    public static long ofHeaders(Headers headers) {
        long size = COUNT;
        for (Header header : headers) {
            size += ofText(header.key()) + ofText(String.valueOf(header.value()));
        }
        return size;
    }

    /** Of a text and its length; as of one that may be missing. */
    public static long ofText(String text) {
        return text == null ? 1 : ofBytes(Utils.utf8Length(text));
    }

    /** Of a value, without what frames a record. */
    public static long ofStruct(Struct struct) {
        long size = 0;
        for (Field field : struct.schema().fields()) {
            size += ofValue(struct.get(field));
        }
        return size;
    }

    private static long ofValue(Object value) {
        if (value == null) {
            return 1;
        }
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof Struct struct) {
            return 1 + ofStruct(struct);
        }
        if (value instanceof BigDecimal decimal) {
            return ofBytes(decimal.unscaledValue().bitLength() / 8 + 1);
        }
        if (value instanceof ByteBuffer bytes) {
            return ofBytes(bytes.remaining());
        }
        if (value instanceof byte[] bytes) {
            return ofBytes(bytes.length);
        }
        if (value instanceof List<?> list) {
            return ofCount(list.size())
                    + list.stream().mapToLong(RecordSize::ofValue).sum();
        }
        if (value instanceof Map<?, ?> map) {
            return ofCount(map.size())
                    + map.entrySet().stream()
                            .mapToLong(entry -> ofValue(entry.getKey()) + ofValue(entry.getValue()))
                            .sum();
        }
        return 1L + ofNumber(value);
    }

    @SuppressWarnings("JavaUtilDate") // Connect knows no other class for these.
    private static int ofNumber(Object value) {
        if (value instanceof Double) {
            return Double.BYTES;
        }
        if (value instanceof Float) {
            return Float.BYTES;
        }
        if (value instanceof Boolean) {
            return 1;
        }
        // Of a date or time the milliseconds, which are never fewer than what is written.
        return value instanceof Date date ? ofLong(date.getTime()) : ofLong(((Number) value).longValue());
    }

    /** Of bytes and their length, and of a union's branch, which a value has that may be missing. */
    private static long ofBytes(int length) {
        return 1L + ofLong(length) + length;
    }

    /** Of an array's or a map's count and end, and of a union's branch. */
    private static int ofCount(int count) {
        return 2 + ofLong(count);
    }

    /** Zigzag, seven bits a byte: Avro's and Kafka's form of a number. */
    private static int ofLong(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /** As much of a text as so many bytes hold, never half of a surrogate pair; it says that it was cut. */
    static String cut(String text, long bytes) {
        if (Utils.utf8Length(text) <= bytes) {
            return text;
        }
        long left = bytes - 3;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (left < 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end) + "…";
    }
}
