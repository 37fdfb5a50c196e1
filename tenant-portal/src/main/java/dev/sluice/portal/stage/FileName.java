package dev.sluice.portal.stage;

import dev.sluice.contract.DatasetId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name that somebody chose for a file, found harmless: {@code name} or {@code dataset/name}. It has nothing that leads elsewhere, that
 * a terminal or a header would obey, or that the source would take for something else than a file.
 *
 * @param path relative to {@code in/}
 */
public record FileName(String path) {
    /** How the name of a definition ends. */
    public static final String DEFINITION_SUFFIX = ".dataset.json";

    private static final int MAX_BYTES = 200;
    private static final List<String> NEVER_TAKEN = List.of(".tmp", ".part", ".filepart", ".done", ".check");
    /** Controls, line and paragraph separators, characters that turn text around, halves of characters. */
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}/\\\\]");

    /**
     * Checks a name.
     *
     * @throws BadFileNameException with what is wrong
     */
    public static FileName of(String path) {
        int slash = path.indexOf('/');
        String folder = slash < 0 ? null : path.substring(0, slash);
        String name = path.substring(slash + 1);
        fault(folder, name).ifPresent(fault -> {
            throw new BadFileNameException(fault);
        });
        return new FileName(path);
    }

    private static Optional<String> fault(String folder, String name) {
        if (folder != null && !DatasetId.isValidName(folder)) {
            return Optional.of("its folder is not the name of a dataset");
        }
        if (name.isBlank() || !name.equals(name.strip())) {
            return Optional.of("it is empty, or begins or ends with a blank");
        }
        if (HARMFUL.matcher(name).find()) {
            return Optional.of("it has a slash, a backslash or a character that cannot be seen");
        }
        if (name.startsWith(".")) {
            return Optional.of("it begins with a dot, and hidden files are never taken");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("it is longer than " + MAX_BYTES + " bytes");
        }
        return NEVER_TAKEN.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(suffix -> "it ends in '" + suffix + "', and such files are never taken");
    }

    /** Without the folder. */
    public String name() {
        return path.substring(path.indexOf('/') + 1);
    }

    public Optional<String> folder() {
        int slash = path.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
    }

    /** A name that is refused. The message never repeats the name: it might be what is wrong with it. */
    public static final class BadFileNameException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadFileNameException(String fault) {
            super("The name of the file is not accepted: " + fault
                    + ". Nothing was stored. Give it another name, such as orders-2026-11-21.csv.");
        }
    }
}
