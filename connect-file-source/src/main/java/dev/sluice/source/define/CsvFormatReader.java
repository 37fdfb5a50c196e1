package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code csv} object of a definition. */
final class CsvFormatReader {
    private static final Set<String> KEYS = Set.of("separator", "quote", "escape", "charset", "null_tokens", "trim");

    private CsvFormatReader() {}

    static CsvFormat read(Optional<JsonNode> json, Problems problems) {
        if (json.isEmpty()) {
            return CsvFormat.RFC_4180;
        }
        if (!json.get().isObject()) {
            problems.add("csv", json.get().toString(), "value is not valid", "Use an object.");
            return CsvFormat.RFC_4180;
        }
        Node node = new Node("csv.", json.get(), KEYS, problems);
        char separator = character(node, "separator", ',', problems);
        char quote = character(node, "quote", '"', problems);
        char escape = character(node, "escape", CsvFormat.NONE, problems);
        if (separator == CsvFormat.NONE) {
            problems.add("csv.separator", "", "separator is empty", "Use one character, as in \";\".");
        }
        if (separator == quote || separator == escape || (quote == escape && quote != CsvFormat.NONE)) {
            problems.add(
                    "csv",
                    json.get().toString(),
                    "separator, quote and escape are not three different characters",
                    quote == escape ? "Leave escape away: doubled quotes need none." : "Change one of them.");
        }
        return new CsvFormat(
                separator,
                quote,
                escape,
                charset(node, problems),
                nullTokens(node, problems),
                node.flag("trim", false));
    }

    /** A tab may be written as \t in JSON or, as many do, as the two characters. Empty means none. */
    private static char character(Node node, String key, char absent, Problems problems) {
        Optional<String> text = node.text(key);
        if (text.isEmpty()) {
            return absent;
        }
        String value = text.get().equals("\\t") ? "\t" : text.get();
        if (value.isEmpty()) {
            return CsvFormat.NONE;
        }
        char character = value.charAt(0);
        if (value.length() > 1 || character == 0 || character > 127 || character == '\n' || character == '\r') {
            problems.add(
                    "csv." + key,
                    text.get(),
                    "value is not one ASCII character other than a line end",
                    "Use one, as in \";\" or \"\\t\".");
            return absent;
        }
        return character;
    }

    private static Charset charset(Node node, Problems problems) {
        Optional<String> name = node.text("charset");
        if (name.isEmpty()) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset charset = Charset.forName(name.get());
            if (charset.equals(StandardCharsets.UTF_8) || isSingleByteAscii(charset)) {
                return charset;
            }
            problems.add(
                    "csv.charset",
                    name.get(),
                    "charset does not write ASCII as single bytes, which this version needs",
                    "Use UTF-8 or a single-byte charset as ISO-8859-1 or windows-1252.");
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            problems.add(
                    "csv.charset", name.get(), "charset is not known", "Use an IANA name, as UTF-8 or ISO-8859-1.");
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean isSingleByteAscii(Charset charset) {
        if (!charset.canEncode() || charset.newEncoder().maxBytesPerChar() != 1.0f) {
            return false;
        }
        byte[] ascii = new byte[128];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        return new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
    }

    private static List<String> nullTokens(Node node, Problems problems) {
        List<String> tokens = new ArrayList<>();
        Optional<JsonNode> list = node.get("null_tokens");
        if (list.isPresent() && !list.get().isArray()) {
            node.wrong("null_tokens", list.get(), "a list of texts");
            return tokens;
        }
        list.ifPresent(array -> array.forEach(token -> {
            if (token.isTextual()) {
                tokens.add(token.textValue());
            } else {
                problems.add("csv.null_tokens", token.toString(), "null token is not a text", "Use a text.");
            }
        }));
        return tokens;
    }
}
