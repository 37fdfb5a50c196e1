package dev.sluice.portal.serve;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header that carries names of files, both ways. Whatever a name holds, the header stays one header. */
final class ContentDisposition {
    private static final Pattern FILE_NAME =
            Pattern.compile(";\\s*filename=\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /** Under which name a browser saves: in ASCII for old ones, and in UTF-8 (RFC 6266, RFC 8187). */
    static String attachment(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .forEach(each -> ascii.append(
                        each >= ' ' && each < 127 && each != '"' && each != '\\' && each != '%' ? (char) each : '_'));
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percentEncoded(name);
    }

    private static String percentEncoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            boolean isPlain =
                    character < 128 && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
            encoded.append(isPlain ? String.valueOf(character) : String.format("%%%02X", each & 0xFF));
        }
        return encoded.toString();
    }

    /** The name of a part's file, as browsers write it (RFC 7578, and WHATWG's escapes); empty if it is no file. */
    static Optional<String> fileName(String header) {
        Matcher matcher = FILE_NAME.matcher(header);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(ESCAPED.matcher(matcher.group(1))
                .replaceAll("$1")
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n"));
    }
}
