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
    private static final Set<String> KEYS =
            Set.of("separator", "quote", "escape", "comment", "charset", "null_tokens", "trim");

    private static final Set<Charset> UNICODE = Set.of(
            StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
    private static final char LINE_END = '\n';

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
        char comment = character(node, "comment", CsvFormat.NONE, problems);
        if (separator == CsvFormat.NONE) {
            problems.add("csv.separator", "", "separator is empty", "Use one character, as in \";\".");
        }
        if (areNotDifferent(separator, quote, escape, comment)) {
            problems.add(
                    "csv",
                    json.get().toString(),
                    "separator, quote, escape and comment are not different characters",
                    quote == escape && quote != CsvFormat.NONE
                            ? "Leave escape away: doubled quotes need none."
                            : "Change one of them.");
        }
        return new CsvFormat(
                separator,
                quote,
                escape,
                comment,
                charset(node, problems),
                nullTokens(node, problems),
                node.flag("trim", false));
    }

    private static boolean areNotDifferent(char... characters) {
        String given = new String(characters).replace(String.valueOf(CsvFormat.NONE), "");
        return given.chars().distinct().count() < given.length();
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
            if (UNICODE.contains(charset) || isSingleByte(charset)) {
                return charset;
            }
            problems.add(
                    "csv.charset",
                    name.get(),
                    "charset is neither UTF-8 nor UTF-16 nor one of single bytes",
                    "Use UTF-8, UTF-16, UTF-16LE, UTF-16BE or a single-byte charset as ISO-8859-1 or windows-1252.");
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            problems.add(
                    "csv.charset", name.get(), "charset is not known", "Use an IANA name, as UTF-8 or ISO-8859-1.");
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode()
                && charset.newEncoder().maxBytesPerChar() == 1.0f
                && charset.newDecoder().maxCharsPerByte() == 1.0f
                && charset.newEncoder().canEncode(LINE_END);
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
