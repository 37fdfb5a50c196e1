package dev.sluice.portal.stage;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 that a sender says a file has: {@code Content-Digest: sha-256=:base64:} (RFC 9530), or, easier to write by hand, {@code
 * X-Checksum-SHA256: hexadecimal}.
 *
 * @param hex in lower case
 */
public record Sha256(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MEMBER = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?:,|$)");
    private static final int BYTES = 32;

    /**
     * What the two headers say.
     *
     * @param contentDigest null if there is none
     * @param checksum null if there is none
     * @throws IllegalArgumentException if one is there and is not understood: a sender who wants a check must not go without
     */
    public static Optional<Sha256> of(String contentDigest, String checksum) {
        Optional<Sha256> digest = Optional.ofNullable(contentDigest).map(Sha256::ofContentDigest);
        Optional<Sha256> plain = Optional.ofNullable(checksum).map(Sha256::ofHex);
        if (digest.isPresent() && plain.isPresent() && !digest.equals(plain)) {
            throw new IllegalArgumentException("Content-Digest and X-Checksum-SHA256 differ.");
        }
        return digest.or(() -> plain);
    }

    private static Sha256 ofContentDigest(String header) {
        Matcher member = MEMBER.matcher(header);
        if (member.find()) {
            byte[] bytes = Base64.getDecoder().decode(member.group(1));
            if (bytes.length == BYTES) {
                return new Sha256(HexFormat.of().formatHex(bytes));
            }
        }
        throw new IllegalArgumentException("Content-Digest must have a member sha-256=:…: with the digest in Base64.");
    }

    private static Sha256 ofHex(String header) {
        String hex = header.strip().toLowerCase(Locale.ROOT);
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("X-Checksum-SHA256 must have 64 hexadecimal digits.");
        }
        return new Sha256(hex);
    }
}
