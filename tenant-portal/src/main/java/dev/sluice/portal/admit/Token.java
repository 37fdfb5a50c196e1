package dev.sluice.portal.admit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A bearer token: {@code sluice_} and 32 random bytes. Known to its owner only; at rest there is its SHA-256.
 *
 * <p>A plain hash is right here, and bcrypt or Argon2 would be wrong. Slow, salted hashes make guessing expensive where people choose
 * passwords, from few that are likely. A token is chosen by {@link SecureRandom} among 2<sup>256</sup>: no table holds them, no two are
 * alike, and who steals the file and tries 10<sup>12</sup> a second is not done before the sun is. A slow hash would add nothing but a way
 * to keep the service busy with wrong tokens.
 */
public final class Token {
    private static final String PREFIX = "sluice_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** A new one, from the operating system's randomness. */
    public static Token random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whether a text may be a token at all; what is not is refused before anything is computed. */
    static boolean hasForm(String text) {
        return FORM.matcher(text).matches();
    }

    /** To be shown once, to its owner. */
    public String reveal() {
        return text;
    }

    /** What is kept of it, in hexadecimal. */
    public String hash() {
        return HexFormat.of().formatHex(hash(text));
    }

    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Keeps a token out of logs. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
