package dev.sluice.source.settle;

import dev.sluice.contract.DatasetId;
import dev.sluice.source.stage.StagedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names an import by what it is of: the same file gives the same id, before and after a crash. */
public final class ImportId {
    /** How many of a file's first bytes its import's id depends on. */
    public static final int HEAD_BYTES = 64 * 1024;

    private static final int ID_BYTES = 10;

    private ImportId() {}

    /**
     * The id of an import.
     *
     * @param head the file's first {@link #HEAD_BYTES} bytes, or all if it has fewer
     */
    public static String of(DatasetId dataset, StagedFile file, byte[] head) {
        MessageDigest digest = sha256();
        text(digest, dataset.toString());
        text(digest, file.path());
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(file.size())
                .putLong(file.modifiedNanos())
                .flip());
        digest.update(sha256().digest(head));
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
