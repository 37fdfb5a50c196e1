package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.Sealing;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts files where they stay, each with its report. Nothing in {@code out/} is ever overwritten: a second file of the same name gets
 * a number. Doing it again after a crash changes nothing, because a report tells which file it is of.
 */
public final class Outbox {
    /** Behind a file's name, its report's. */
    public static final String REPORT_SUFFIX = ".report.json";
    /** Key of a report: which sighting of a file it is of. */
    static final String FILE_ID = "file_id";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_REPORT_BYTES = 16 << 20;
    private static final int MAX_NAME_BYTES = 220;
    private static final Set<String> OWN_FOLDERS = Set.of("done", "rejected", "checked");

    private final TenantDirectory directory;
    private final CleanupPolicy policy;
    private final TakenFiles taken;
    private final boolean marked;
    private final Supplier<Optional<Sealing>> sealing;

    /**
     * One tenant's, for whom nothing can be encrypted.
     *
     * @param marked whether files have markers, which go with them
     */
    public Outbox(TenantDirectory directory, CleanupPolicy policy, boolean marked) {
        this(directory, policy, marked, Optional::empty);
    }

    /**
     * One tenant's.
     *
     * @param marked whether files have markers, which go with them
     * @param sealing encrypts for the tenant, if it can now
     */
    public Outbox(
            TenantDirectory directory, CleanupPolicy policy, boolean marked, Supplier<Optional<Sealing>> sealing) {
        this.directory = directory;
        this.policy = policy;
        this.taken = new TakenFiles(directory);
        this.marked = marked;
        this.sealing = sealing;
    }

    /** Its definition is in force. */
    public void done(StagedFile file, ObjectNode report) throws IOException {
        done(file, report, Map.of());
    }

    /**
     * The file's rows have all arrived.
     *
     * @param attachments files that are moved to where the report comes to lie
     */
    public void done(StagedFile file, ObjectNode report, Map<Attachment, Path> attachments) throws IOException {
        settle(file, directory.done(), report, attachments);
    }

    /** The file was refused, or its import failed. */
    public void rejected(StagedFile file, ObjectNode report) throws IOException {
        rejected(file, report, Map.of());
    }

    /**
     * The file was refused for its rows.
     *
     * @param attachments files that are moved to where the report comes to lie
     */
    public void rejected(StagedFile file, ObjectNode report, Map<Attachment, Path> attachments) throws IOException {
        settle(file, directory.rejected(), report, attachments);
    }

    /**
     * The file was checked, and that was all that was asked for.
     *
     * @param attachments files that are moved to where the report comes to lie
     */
    public void checked(StagedFile file, ObjectNode report, Map<Attachment, Path> attachments) throws IOException {
        settle(file, directory.checked(), report, attachments);
    }

    private void settle(StagedFile file, Path folder, ObjectNode report, Map<Attachment, Path> attachments)
            throws IOException {
        String fileId = Integer.toHexString(file.hashCode()) + "-" + file.size() + "-" + file.modifiedNanos();
        report.put(FILE_ID, fileId);
        boolean isThere = directory.look(file.path()).filter(file::equals).isPresent();
        String name = freeName(placed(file.path()), fileId, isThere);
        Path reportFile = directory.out().resolve(name + REPORT_SUFFIX);
        directory.create(reportFile.getParent());
        // A report of a file that has left already tells more than can be known now.
        if (isThere || !exists(reportFile)) {
            for (Map.Entry<Attachment, Path> attachment : attachments.entrySet()) {
                if (exists(attachment.getValue())) {
                    Files.move(
                            attachment.getValue(),
                            directory.out().resolve(name + attachment.getKey().suffix()),
                            StandardCopyOption.ATOMIC_MOVE);
                }
            }
            write(file, reportFile, report);
        }
        Path target = folder.resolve(name);
        directory.create(target.getParent());
        // Another file of that name may be there by now; it stays, to be taken next.
        if (directory.look(file.path()).filter(file::equals).isPresent()) {
            try {
                cleanUp(file, target);
            } catch (NoSuchFileException vanished) {
                // Its tenant was faster; there is nothing to put away.
            }
        }
        if (marked && directory.look(file.path()).isEmpty()) {
            Files.deleteIfExists(directory.in().resolve(file.path() + StagedFile.MARKER_SUFFIX));
        }
        if (directory.look(file.path()).isEmpty()
                && CheckNotes.marker(directory, file.path()).isPresent()) {
            Files.deleteIfExists(directory.in().resolve(file.path() + StagedFile.CHECK_SUFFIX));
        }
    }

    /** Of an encrypted file, the report that tells all is encrypted too, or not there. */
    private void write(StagedFile file, Path reportFile, ObjectNode report) throws IOException {
        ObjectNode told = report;
        if (file.isEncrypted()) {
            Optional<Sealing> sealed = sealing.get();
            Path full = reportFile.resolveSibling(reportFile.getFileName() + Sealing.SUFFIX);
            if (sealed.isPresent()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (OutputStream message = sealed.get().sealed(bytes)) {
                    message.write(bytes(report));
                }
                AtomicFile.write(full, bytes.toByteArray());
            }
            told = ReportMask.of(report, sealed.isPresent() ? full.getFileName().toString() : null);
        }
        AtomicFile.write(reportFile, bytes(told));
    }

    private static byte[] bytes(ObjectNode report) throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    }

    private void cleanUp(StagedFile file, Path target) throws IOException {
        Path source = directory.in().resolve(file.path());
        if (policy == CleanupPolicy.NONE) {
            taken.add(file);
        } else if (policy == CleanupPolicy.DELETE && !target.startsWith(directory.rejected())) {
            Files.delete(source);
        } else {
            Files.move(source, target);
            AtomicFile.force(target.getParent());
        }
    }

    /**
     * Doubles the number until a name is free, then looks between: a name that is dropped every minute must not take a look at all that
     * came before. After a crash the same name is found, because it counts as free for the file that has it.
     */
    private String freeName(String path, String fileId, boolean isThere) throws IOException {
        if (isFree(path, fileId, isThere)) {
            return path;
        }
        long taken = 0;
        long free = 1;
        while (!isFree(path + "." + free, fileId, isThere)) {
            taken = free;
            free *= 2;
        }
        while (free - taken > 1) {
            long middle = (taken + free) / 2;
            if (isFree(path + "." + middle, fileId, isThere)) {
                free = middle;
            } else {
                taken = middle;
            }
        }
        return path + "." + free;
    }

    /** A name is free if nobody has it, or if it was given to this very file before a crash. */
    private boolean isFree(String name, String fileId, boolean isThere) throws IOException {
        Path report = directory.out().resolve(name + REPORT_SUFFIX);
        boolean isTaken = exists(directory.done().resolve(name))
                || exists(directory.rejected().resolve(name))
                || exists(directory.checked().resolve(name));
        if (!exists(report)) {
            return !isTaken;
        }
        return !(isTaken && isThere)
                && AtomicFile.read(report, MAX_REPORT_BYTES)
                        .filter(bytes -> isOf(bytes, fileId))
                        .isPresent();
    }

    private static boolean isOf(byte[] report, String fileId) {
        try {
            return MAPPER.readTree(report).path(FILE_ID).asText().equals(fileId);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Where in {@code out/} a file goes: not into the folders of Sluice's own, whatever datasets are called. */
    private static String placed(String path) {
        int slash = path.indexOf('/');
        String folder = path.substring(0, Math.max(0, slash));
        return shortened(OWN_FOLDERS.contains(folder) ? folder + "~" + path.substring(slash) : path);
    }

    /** Leaves room for a number and a suffix in names that are as long as a file system allows. */
    private static String shortened(String path) {
        int slash = path.lastIndexOf('/') + 1;
        String name = path.substring(slash);
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES) {
            return path;
        }
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (int codePoint : name.codePoints().toArray()) {
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME_BYTES - 10) {
                break;
            }
            cut.appendCodePoint(codePoint);
        }
        return path.substring(0, slash) + cut + "~" + Integer.toHexString(name.hashCode());
    }
}
