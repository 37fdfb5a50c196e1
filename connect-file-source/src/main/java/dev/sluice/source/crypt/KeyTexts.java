package dev.sluice.source.crypt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.ArmoredInputStream;

/** Keys as settings hold them: one armored block or several behind each other, with anything between them. */
final class KeyTexts {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN PGP [A-Z ]+ KEY BLOCK-----.*?-----END PGP [A-Z ]+ KEY BLOCK-----", Pattern.DOTALL);

    private KeyTexts() {}

    /** The bytes of each block. */
    static List<byte[]> blocks(String text) {
        List<byte[]> blocks = BLOCK.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(KeyTexts::bytes)
                .toList();
        if (blocks.isEmpty()) {
            throw new UnusableKeyException("there is no armored key (-----BEGIN PGP … KEY BLOCK-----) in it");
        }
        return blocks;
    }

    private static byte[] bytes(String block) {
        try (ArmoredInputStream bytes =
                new ArmoredInputStream(new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)))) {
            return bytes.readAllBytes();
        } catch (IOException | RuntimeException e) {
            throw new UnusableKeyException("an armored key in it is damaged");
        }
    }

    /** A key's id, as gpg shows it. */
    static String id(long keyId) {
        return String.format(Locale.ROOT, "%016X", keyId);
    }
}
