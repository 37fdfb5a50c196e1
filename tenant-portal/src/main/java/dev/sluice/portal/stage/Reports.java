package dev.sluice.portal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The latest reports in a tenant's {@code out/}, in short; a bounded number of them is remembered, and only what is new is read. Folders
 * are looked through again only if they have changed. Any thread.
 */
public final class Reports {
    /** How many are known. */
    static final int MOST = 1_000;

    private static final String SUFFIX = ".report.json";
    private static final int MAX_BYTES = 16 << 20;
    /** Folders that hold files, not reports; what is called so in {@code in/} has another name here. */
    private static final Set<String> NO_REPORTS = Set.of("done", "rejected", "checked");
    /** A folder's time of modification is coarse: one that has just changed may change again within the same tick. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final JsonMapper MAPPER = new JsonMapper();

    /** A report's file. */
    private record Found(String name, FileTime modified, long size) {}

    /** What lies beside a report. */
    public enum Attachment {
        /** The rejected lines as they were, under the original header. */
        REJECTS("rows", ".rejects.csv"),
        /** The same, encrypted to the tenant's public key. */
        SEALED_REJECTS("rows-pgp", ".rejects.csv.pgp"),
        /** Why. */
        REASONS("reasons", ".rejects.reasons.csv"),
        /** The same, encrypted. */
        SEALED_REASONS("reasons-pgp", ".rejects.reasons.csv.pgp"),
        /** The report itself. */
        REPORT("report", SUFFIX),
        /** The report that tells all, encrypted. */
        SEALED_REPORT("report-pgp", SUFFIX + ".pgp");

        private final String part;
        private final String suffix;

        Attachment(String part, String suffix) {
            this.part = part;
            this.suffix = suffix;
        }

        /** The one that is asked for by a name. */
        public static Optional<Attachment> of(String part) {
            return Stream.of(values()).filter(each -> each.part.equals(part)).findFirst();
        }

        /** What it is asked for by. */
        public String part() {
            return part;
        }

        public String mediaType() {
            if (suffix.endsWith(".pgp")) {
                return "application/pgp-encrypted";
            }
            return this == REPORT ? "application/json" : "text/csv; charset=utf-8";
        }

        /** Behind the file's name. */
        public String suffix() {
            return suffix;
        }
    }

    private final TenantFolder folder;
    private final InstantSource clock;
    private Map<Found, Optional<Report>> known = Map.of();
    private Map<Path, FileTime> folders = Map.of();

    public Reports(TenantFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Those known, the latest first. */
    public synchronized List<Report> latest() throws IOException {
        if (!isUnchanged()) {
            look();
        }
        return known.values().stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Report::time).reversed().thenComparing(Report::name))
                .toList();
    }

    /** The report of an import, or of a file that was not imported, by its id. */
    public Optional<Report> find(String id) throws IOException {
        return latest().stream().filter(report -> report.id().equals(id)).findFirst();
    }

    /** All that a report says. */
    public Optional<JsonNode> full(Report report) throws IOException {
        Optional<byte[]> bytes = TenantFolder.read(path(report.name() + SUFFIX), MAX_BYTES);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(MAPPER.readTree(bytes.get()));
    }

    /** Opens what lies beside a report; nothing if there is no such thing. */
    public Optional<FileChannel> open(Report report, Attachment attachment) throws IOException {
        return TenantFolder.open(path(report.name() + attachment.suffix()));
    }

    /** What lies beside a report, itself included. */
    public List<Attachment> attachments(Report report) throws IOException {
        List<Attachment> there = new ArrayList<>();
        for (Attachment each : Attachment.values()) {
            if (TenantFolder.attributes(path(report.name() + each.suffix()))
                    .filter(BasicFileAttributes::isRegularFile)
                    .isPresent()) {
                there.add(each);
            }
        }
        return there;
    }

    /** What an attachment is called, without its folders. */
    public static String fileName(Report report, Attachment attachment) {
        return report.name().substring(report.name().lastIndexOf('/') + 1) + attachment.suffix();
    }

    private Path path(String name) {
        return folder.out().resolve(name);
    }

    private boolean isUnchanged() throws IOException {
        Instant settled = clock.instant().minus(TICK);
        for (Map.Entry<Path, FileTime> each : folders.entrySet()) {
            Optional<FileTime> now = TenantFolder.attributes(each.getKey()).map(BasicFileAttributes::lastModifiedTime);
            if (now.isEmpty()
                    || !now.get().equals(each.getValue())
                    || now.get().toInstant().isAfter(settled)) {
                return false;
            }
        }
        return !folders.isEmpty();
    }

    private void look() throws IOException {
        List<Found> found = new ArrayList<>();
        Map<Path, FileTime> seen = new HashMap<>();
        collect(folder.out(), "", found, seen);
        found.sort(Comparator.comparing(Found::modified).reversed().thenComparing(Found::name));
        Map<Found, Optional<Report>> current = new HashMap<>();
        for (Found report : found.subList(0, Math.min(MOST, found.size()))) {
            Optional<Report> before = known.get(report);
            current.put(report, before == null ? read(report) : before);
        }
        known = current;
        folders = seen;
    }

    private void collect(Path directory, String prefix, List<Found> found, Map<Path, FileTime> seen)
            throws IOException {
        Optional<BasicFileAttributes> folderAttributes = TenantFolder.attributes(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || folderAttributes.isEmpty()) {
            return;
        }
        seen.put(directory, folderAttributes.get().lastModifiedTime());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<BasicFileAttributes> attributes = TenantFolder.attributes(entry);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (attributes.get().isRegularFile() && name.endsWith(SUFFIX)) {
                    found.add(new Found(
                            prefix + name.substring(0, name.length() - SUFFIX.length()),
                            attributes.get().lastModifiedTime(),
                            attributes.get().size()));
                } else if (attributes.get().isDirectory() && prefix.isEmpty() && !NO_REPORTS.contains(name)) {
                    collect(entry, name + "/", found, seen);
                }
            }
        }
    }

    private Optional<Report> read(Found report) throws IOException {
        Optional<byte[]> bytes = TenantFolder.read(path(report.name() + SUFFIX), MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Report.of(report.name(), MAPPER.readTree(bytes.get())));
        } catch (IOException | IllegalArgumentException e) {
            // A tenant with a shell may put anything there; what is no report is not shown.
            return Optional.empty();
        }
    }
}
