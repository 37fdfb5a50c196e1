package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;
import java.nio.ByteBuffer;

/** Reads bytes: {@code 0x}, then two hexadecimal digits for each byte, as CQL writes a blob. */
final class Binary {
    /** Any number of bytes, none included. */
    static final TextType BYTES = text -> {
        ByteBuffer bytes = read(text);
        return bytes == null
                ? Fault.mismatch(
                        "is not bytes",
                        "Write 0x and two hexadecimal digits for each byte, or define the column as string.")
                : bytes;
    };
    /** A UUID as its 16 bytes. */
    static final TextType UUID = text -> {
        Object uuid = Words.UUID.read(text);
        return uuid instanceof String canonical ? read("0x" + canonical.replace("-", "")) : uuid;
    };

    private static final int PREFIX = 2;

    private Binary() {}

    /** Exactly so many bytes. */
    static TextType fixed(int size) {
        Fault fault = new Fault(
                Code.BAD_FORMAT,
                "is not " + size + " bytes",
                "Write 0x and " + 2 * size + " hexadecimal digits, or define the column as bytes or string.");
        return text -> {
            ByteBuffer bytes = text.length() == PREFIX + 2 * size ? read(text) : null;
            return bytes == null ? fault : bytes;
        };
    }

    /** Value of a hexadecimal digit of ASCII; -1 if it is none. */
    static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' && c < 0x80 ? lower - 'a' + 10 : -1;
    }

    private static ByteBuffer read(String text) {
        if (!text.startsWith("0x") || text.length() % 2 != 0) {
            return null;
        }
        byte[] bytes = new byte[text.length() / 2 - 1];
        for (int i = 0; i < bytes.length; i++) {
            int high = hex(text.charAt(PREFIX + 2 * i));
            int low = hex(text.charAt(PREFIX + 2 * i + 1));
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return ByteBuffer.wrap(bytes);
    }
}
