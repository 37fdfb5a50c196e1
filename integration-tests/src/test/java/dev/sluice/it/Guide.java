package dev.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** A page of {@code docs/}, for machines: its code blocks are found by their language and the words behind it. Immutable. */
public final class Guide {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+) ?(.*)\\n((?:.*\\n)*?)```$", Pattern.MULTILINE);

    private final String page;
    private final String text;

    private Guide(String page, String text) {
        this.page = page;
        this.text = text;
    }

    /** Reads a page, such as {@code docs/security.md}. */
    public static Guide read(String page) throws IOException {
        return new Guide(page, Files.readString(Project.ROOT.resolve(page)));
    }

    public String text() {
        return text;
    }

    /** What stands in the block that begins with <code>```language what</code>. */
    public String block(String language, String what) {
        return BLOCK.matcher(text)
                .results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page + " has no block '" + language + " " + what + "'"))
                .group(3);
    }

    /** The words behind the language, of all blocks of it. */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
