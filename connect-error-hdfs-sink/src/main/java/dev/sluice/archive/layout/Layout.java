package dev.sluice.archive.layout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of one topic-partition's files, relative to the archive's root. */
public record Layout(String topic, int partition) {
    /** The archive's own memory. Hive, Spark and Trino do not look into directories that begin with a dot. */
    public static final String MEMORY = ".sluice";

    /**
     * Where committed files wait that their own directory does not take, under the same path as there. Hidden from Hive, Spark and
     * Trino; {@code scripts/errors} reads it.
     */
    public static final String OVERFLOW = "_overflow";

    /** Longer topic names are cut and told apart by a hash: HDFS bounds a path segment at 255 bytes. */
    private static final int MAX_TOPIC = 180;

    private static final String SUMMARY = "_summary.json";
    private static final Pattern MANIFEST = Pattern.compile("([0-8]\\d{18})\\.json");

    /** Path of a finished file. */
    public String archived(String directory, long firstOffset, long lastOffset, String extension) {
        return directory + "/" + new ArchivedName(source(), firstOffset, lastOffset, extension);
    }

    /** Topic and partition as names of finished files begin with. */
    public String source() {
        return segment() + "+" + partition;
    }

    /** Path of what this topic-partition has archived of an import, in few words; hidden from Hive, Spark and Trino. */
    public String summary(String tenantDirectory, String dataset, String importId) {
        return tenantDirectory + "/_imports/" + dataset + "/" + importId + "/" + source() + SUMMARY;
    }

    /** True for a summary's name. */
    public static boolean isSummary(String name) {
        return name.endsWith(SUMMARY);
    }

    /** Directory of the writers' claims; a writer without a claim cannot commit. */
    public String claims() {
        return MEMORY + "/writers/" + segment() + "/" + partition;
    }

    public String claim(String writer) {
        return claims() + "/" + writer;
    }

    /** Where a writer writes the manifest that it is about to commit. */
    public String pendingManifest(String writer, long position) {
        return claim(writer) + "/" + manifestName(position);
    }

    /** Directory of the writers' directories of temporary files. */
    public String temporaries() {
        return MEMORY + "/tmp/" + segment() + "/" + partition;
    }

    public String temporary(String writer) {
        return temporaries() + "/" + writer;
    }

    /** Path of a writer's n-th temporary file. */
    public String temporaryFile(String writer, long n, String extension) {
        return temporary(writer) + "/" + n + "." + extension;
    }

    /** Directory of the committed manifests. */
    public String manifests() {
        return MEMORY + "/commit/" + segment() + "/" + partition;
    }

    /** Path of the committed manifest of the part that begins at a position. */
    public String manifest(long position) {
        return manifests() + "/" + manifestName(position);
    }

    /** The position in the name of a committed manifest; empty if it is no manifest's name. */
    public static Optional<Long> positionOf(String manifestName) {
        Matcher matcher = MANIFEST.matcher(manifestName);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    /** Where a file waits whose own place, this path, does not take it. */
    public static String overflow(String path) {
        return OVERFLOW + "/" + path;
    }

    /** Directory of a path. */
    public static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Last segment of a path. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }

    private static String manifestName(long position) {
        return ArchivedName.digits(position) + ".json";
    }

    private String segment() {
        if (topic.length() <= MAX_TOPIC) {
            return topic;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(topic.getBytes(StandardCharsets.UTF_8));
            return topic.substring(0, MAX_TOPIC - 20) + "~" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
