package dev.sluice.cassandra.bind;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/** Text as CQL stores it. Runs for every text of every row: the JVM's own way is several times as fast as a charset encoder. */
final class Utf8 {
    private Utf8() {}

    /** @throws DataException if there is half of a surrogate pair, which the JVM's way would replace by a question mark */
    static ByteBuffer encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new DataException("is text with half of a surrogate pair, which UTF-8 cannot hold");
                }
                i++;
            }
        }
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
