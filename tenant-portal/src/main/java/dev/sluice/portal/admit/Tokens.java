package dev.sluice.portal.admit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tokens as they are kept: a line each, {@code name sha256 [comment]}. Several lines of one name are several tokens, so that a new one can
 * be handed out before the old one's line is deleted. Immutable; any thread.
 */
public final class Tokens {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String SCHEME = "Bearer ";

    /** One line. */
    private record Entry(Caller caller, ByteBuffer hash) {}

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads lines; empty ones and those that begin with {@code #} are passed over.
     *
     * @throws IllegalArgumentException with every line that is not understood; never with what it says
     */
    public static Tokens parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = BLANKS.split(line, 3);
            try {
                if (words.length < 2 || !HASH.matcher(words[1]).matches()) {
                    throw new IllegalArgumentException("not a hash");
                }
                entries.add(new Entry(
                        Caller.named(words[0]), ByteBuffer.wrap(HexFormat.of().parseHex(words[1]))));
            } catch (IllegalArgumentException e) {
                wrong.add(i + 1);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("file of tokens has lines that are not 'name sha256' (where=lines "
                    + wrong + "); no token of it is accepted. Make lines with the command 'token'.");
        }
        return new Tokens(List.copyOf(entries));
    }

    /** The line to keep for a token. */
    public static String line(Caller caller, Token token, String comment) {
        return (caller.name() + " " + token.hash() + " " + comment).strip();
    }

    /**
     * Whose token an {@code Authorization} header carries. All entries are compared, each in constant time, whichever fits: how long it
     * takes says how many tokens there are, not how near a guess came.
     *
     * @param authorization may be null
     */
    public Optional<Caller> caller(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String text = authorization.substring(SCHEME.length()).strip();
        if (!Token.hasForm(text)) {
            return Optional.empty();
        }
        byte[] hash = Token.hash(text);
        Caller found = null;
        for (Entry entry : entries) {
            boolean isIt = MessageDigest.isEqual(entry.hash().array(), hash);
            found = isIt ? entry.caller() : found;
        }
        return Optional.ofNullable(found);
    }

    public int size() {
        return entries.size();
    }
}
