package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what is a word rather than a number: strings, booleans, symbols and UUIDs. */
final class Words {
    /** Any text, as it is. */
    static final TextType STRING = text -> text;
    /** {@code true} or {@code false}, in any case; nothing else: what 1, yes or on mean is for the tenant to say. */
    static final TextType BOOLEAN = Words::readBoolean;
    /** A UUID in its usual form, to lower case, so that one UUID is one text. */
    static final TextType UUID = Words::readUuid;

    private static final int UUID_LENGTH = 36;
    private static final int SYMBOLS_SHOWN = 20;

    private Words() {}

    /** One of an enum's symbols, exactly. */
    static TextType oneOf(List<String> symbols) {
        Map<String, String> bySymbol = new HashMap<>();
        symbols.forEach(symbol -> bySymbol.put(symbol, symbol));
        String shown = String.join(", ", symbols.subList(0, Math.min(symbols.size(), SYMBOLS_SHOWN)))
                + (symbols.size() > SYMBOLS_SHOWN ? " and " + (symbols.size() - SYMBOLS_SHOWN) + " more" : "");
        Fault fault = new Fault(
                Code.NOT_A_SYMBOL,
                "is not one of the allowed values (" + shown + ")",
                "Write one of them, in the same case, or add the value to the definition.");
        return text -> {
            String symbol = bySymbol.get(text);
            return symbol == null ? fault : symbol;
        };
    }

    private static Object readBoolean(String text) {
        if (isWord(text, "true")) {
            return true;
        }
        return isWord(text, "false")
                ? (Object) false
                : Fault.mismatch("is not a boolean", "Write true or false, or define the column as string.");
    }

    /** Compares ASCII letters only: to {@code equalsIgnoreCase}, a long s is an s. */
    private static boolean isWord(String text, String lowerCaseWord) {
        if (text.length() != lowerCaseWord.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'z' || (c | 0x20) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Object readUuid(String text) {
        boolean valid = text.length() == UUID_LENGTH;
        for (int i = 0; valid && i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            valid = hyphen ? c == '-' : Binary.hex(c) >= 0;
        }
        return valid
                ? text.toLowerCase(Locale.ROOT)
                : new Fault(
                        Code.BAD_FORMAT,
                        "is not a UUID",
                        "Write 32 hexadecimal digits as 8-4-4-4-12, or define the column as string.");
    }
}
