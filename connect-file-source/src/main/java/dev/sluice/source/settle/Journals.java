package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tenant's imports in progress, a file each in {@code .sluice/imports}; written by the task that owns the dataset. */
public final class Journals {
    private static final Logger log = LoggerFactory.getLogger(Journals.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SUFFIX = ".json";
    private static final int MAX_BYTES = 1 << 20;

    private final TenantDirectory directory;

    public Journals(TenantDirectory directory) {
        this.directory = directory;
    }

    /** Names of the datasets that have an import in progress. */
    public List<String> datasets() throws IOException {
        return datasets(SUFFIX);
    }

    /** Names of the datasets that have, or had, an import with a plan. */
    public List<String> planned() throws IOException {
        return datasets(ImportRanges.PLAN_SUFFIX);
    }

    private List<String> datasets(String suffix) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.imports(), "*" + suffix)) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - suffix.length());
                if (DatasetId.isValidName(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** What the tasks that read an import's file tell each other. */
    public ImportRanges ranges(ImportContext context) {
        return new ImportRanges(directory, context);
    }

    /** Where the rejected rows of an import are noted. */
    public Path rejectedRows(String importId) {
        return directory.imports().resolve(importId + ".rejected");
    }

    /**
     * Where something that goes with an import is written before it is put into {@code out/}.
     *
     * @param writer tells one that writes from another that has been replaced and does not know it
     */
    public Path note(String importId, String writer, String suffix) {
        return directory.imports().resolve(importId + "." + writer + suffix);
    }

    public Optional<ImportJournal> read(DatasetId dataset) throws IOException {
        Optional<byte[]> bytes = AtomicFile.read(file(dataset), MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(journal(dataset, MAPPER.readTree(bytes.get())));
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "journal (where='{}') cannot be read; the import that it was of begins anew. Nothing needs to be done.",
                    file(dataset),
                    e);
            return Optional.empty();
        }
    }

    private ImportJournal journal(DatasetId dataset, JsonNode json) {
        if (!TenantDirectory.isInside(json.required("file").asText())) {
            throw new IllegalArgumentException("its file is not in the tenant's directory");
        }
        return new ImportJournal(
                new ImportContext(
                        dataset,
                        json.required("import").asText(),
                        json.required("table").asText(),
                        json.required("version").asInt(),
                        json.required("write_timestamp_base").asLong()),
                new StagedFile(
                        dataset.tenant(),
                        json.required("file").asText(),
                        json.required("size").asLong(),
                        json.required("modified_ns").asLong(),
                        true),
                Instant.parse(json.required("started").asText()),
                Manner.valueOf(json.required("manner").asText()),
                Optional.ofNullable(json.get("outcome")).map(Journals::outcome));
    }

    private static ImportOutcome outcome(JsonNode json) {
        return new ImportOutcome(
                Instant.parse(json.required("ended").asText()),
                json.required("rows_accepted").asLong(),
                json.required("rows_rejected").asLong(),
                json.required("rows_lost").asLong(),
                json.required("sha256").asText(),
                Reasons.of(json.required("reasons")));
    }

    /**
     * Writes down an import that begins. When this returns, the journal is on disk, and nothing is noted that a crash has left of an
     * earlier import of the same file.
     */
    public void begin(ImportJournal journal) throws IOException {
        Files.deleteIfExists(rejectedRows(journal.context().importId()));
        save(journal);
    }

    /** When this returns, the journal is on disk. */
    public void save(ImportJournal journal) throws IOException {
        ImportContext context = journal.context();
        ObjectNode json = MAPPER.createObjectNode()
                .put("import", context.importId())
                .put("table", context.table())
                .put("version", context.version())
                .put("write_timestamp_base", context.writeTimestampBase())
                .put("file", journal.file().path())
                .put("size", journal.file().size())
                .put("modified_ns", journal.file().modifiedNanos())
                .put("started", journal.started().toString())
                .put("manner", journal.manner().name());
        journal.outcome().ifPresent(outcome -> {
            ObjectNode ended = json.putObject("outcome")
                    .put("ended", outcome.ended().toString())
                    .put("rows_accepted", outcome.rowsAccepted())
                    .put("rows_rejected", outcome.rowsRejected())
                    .put("rows_lost", outcome.rowsLost())
                    .put("sha256", outcome.sha256());
            Reasons.put(ended.putArray("reasons"), outcome.reasons());
        });
        directory.create(directory.imports());
        AtomicFile.write(
                file(context.dataset()), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    /** True if the journal tells of this import; if not, another task has ended it and gone on. */
    public boolean isOf(ImportContext context) throws IOException {
        return read(context.dataset())
                .filter(known -> known.context().equals(context))
                .isPresent();
    }

    /**
     * Forgets an import whose file has been put away.
     *
     * @param hasNotes whether anything else than {@link #rejectedRows} may have been noted; that is looked for among the notes of all
     *     imports of the tenant
     */
    public void delete(ImportJournal journal, boolean hasNotes) throws IOException {
        if (isOf(journal.context())) {
            Files.deleteIfExists(file(journal.context().dataset()));
        }
        if (hasNotes) {
            deleteNotes(journal.context().importId());
        } else {
            Files.deleteIfExists(rejectedRows(journal.context().importId()));
        }
    }

    /** Deletes what was noted of an import beside its journal. */
    public void deleteNotes(String importId) throws IOException {
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory.imports(), importId + ".*")) {
            for (Path note : notes) {
                Files.deleteIfExists(note);
            }
        }
    }

    private Path file(DatasetId dataset) {
        return directory.imports().resolve(dataset.name() + SUFFIX);
    }
}
