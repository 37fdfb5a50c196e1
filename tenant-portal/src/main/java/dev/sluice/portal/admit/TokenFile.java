package dev.sluice.portal.admit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of tokens, read again when it changes, looked at once a second at most: a line that is deleted is a token that is dead. A
 * file that cannot be read or understood lets nobody in: who has spoiled it may have meant to shut somebody out. Any thread.
 */
public final class TokenFile implements Supplier<Tokens> {
    private static final Logger log = LoggerFactory.getLogger(TokenFile.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private record Stamp(long size, FileTime modified, Object key) {}

    private final Path file;
    private final InstantSource clock;
    private Tokens tokens = Tokens.parse(List.of());
    private Stamp stamp;
    private long nextLook = Long.MIN_VALUE;
    private boolean isSpoiled;

    public TokenFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized Tokens get() {
        long now = clock.millis();
        if (now >= nextLook) {
            nextLook = now + LOOK_EVERY_MILLIS;
            look();
        }
        return tokens;
    }

    private void look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp current = new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
            if (!current.equals(stamp)) {
                stamp = current;
                tokens = Tokens.parse(Files.readAllLines(file, StandardCharsets.UTF_8));
                isSpoiled = false;
            }
        } catch (IOException | IllegalArgumentException e) {
            if (!isSpoiled) {
                isSpoiled = true;
                log.error(
                        "tokens (where='{}') cannot be read: {}; nobody is let in until they can. Correct the file.",
                        file,
                        e.toString());
            }
            stamp = null;
            tokens = Tokens.parse(List.of());
        }
    }

    /**
     * Adds a line, in a file that only its owner may read.
     *
     * @throws IOException if it cannot be written
     */
    public static void append(Path file, String line) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
}
