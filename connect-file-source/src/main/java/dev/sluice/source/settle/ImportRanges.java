package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.Range;
import dev.sluice.source.stage.AtomicFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tasks that read one file tell each other, in {@code .sluice/imports}: the owner the plan, and whether to stop; each task the
 * ends of its ranges. Every file is either wholly there or not at all, and its name tells the import and its base, so that a file that
 * is dropped again never meets what was left of its first time. What cannot be read counts as not there. Poll threads of several tasks,
 * on several machines perhaps; this object is one thread's.
 */
public final class ImportRanges {
    /** Behind a dataset's name. */
    static final String PLAN_SUFFIX = ".plan";

    private static final Logger log = LoggerFactory.getLogger(ImportRanges.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String END_SUFFIX = ".end";
    private static final String NOTES_SUFFIX = ".rejected";
    private static final int MAX_PLAN_BYTES = 64 << 20;
    private static final int MAX_BYTES = 1 << 20;

    private final TenantDirectory directory;
    private final ImportContext context;
    private final String prefix;

    ImportRanges(TenantDirectory directory, ImportContext context) {
        this.directory = directory;
        this.context = context;
        this.prefix = context.importId() + "." + context.writeTimestampBase() + ".";
    }

    /** The plan of this import, if it is published. */
    public Optional<ImportPlan> plan() throws IOException {
        return read(plan(context), MAX_PLAN_BYTES, json -> {
            boolean isOurs = json.required("import").asText().equals(context.importId())
                    && json.required("write_timestamp_base").asLong() == context.writeTimestampBase();
            List<Position> starts = new ArrayList<>();
            json.required("starts").forEach(start -> starts.add(position(start)));
            ImportPlan plan = new ImportPlan(
                    starts,
                    position(json.required("end")),
                    json.required("record_bytes").asInt(),
                    json.required("sha256").asText());
            // Throws if they are not in order.
            plan.ranges();
            return isOurs ? plan : null;
        });
    }

    private Path plan(ImportContext of) {
        return directory.imports().resolve(of.dataset().name() + PLAN_SUFFIX);
    }

    /** From now on every task may read. When this returns, the plan is on disk. */
    public void publish(ImportPlan plan) throws IOException {
        ObjectNode json = MAPPER.createObjectNode()
                .put("import", context.importId())
                .put("write_timestamp_base", context.writeTimestampBase())
                .put("record_bytes", plan.recordBytes())
                .put("sha256", plan.sha256());
        ArrayNode starts = json.putArray("starts");
        plan.starts().forEach(start -> put(starts.addArray(), start));
        put(json.putArray("end"), plan.end());
        write(plan(context), json);
    }

    private static void put(ArrayNode array, Position position) {
        array.add(position.bytes()).add(position.line()).add(position.ordinal());
    }

    private static Position position(JsonNode json) {
        return new Position(
                json.required(0).asLong(),
                json.required(1).asLong(),
                json.required(2).asLong());
    }

    /**
     * Where rejected rows of a range are noted.
     *
     * @param writer tells one reader of the range from another that has been replaced and does not know it
     */
    public Path notes(Range range, String writer) {
        return file(range, "." + writer + NOTES_SUFFIX);
    }

    /** Where rejected rows of a range were noted, by whoever has read it. */
    public List<Path> notes(Range range) throws IOException {
        return list(prefix + range.number() + ".*" + NOTES_SUFFIX);
    }

    /** The notes that belong to an end. */
    public Path notes(RangeEnd end) {
        return directory.imports().resolve(end.notes());
    }

    /** A range is done with. When this returns, that is on disk. */
    public void end(Range range, RangeEnd end) throws IOException {
        ObjectNode json = MAPPER.createObjectNode()
                .put("rows_accepted", end.counts().accepted())
                .put("rows_rejected", end.counts().rejected())
                .put("rows_lost", end.counts().lost())
                .put("whole", end.isWhole())
                .put("notes", end.notes());
        Reasons.put(json.putArray("reasons"), end.reasons());
        write(file(range, END_SUFFIX), json);
    }

    /** How a range has ended, if it has; one that is said to be whole and has not all its rows has not. */
    public Optional<RangeEnd> end(Range range) throws IOException {
        return read(file(range, END_SUFFIX), MAX_BYTES, json -> {
                    String notes = json.required("notes").asText();
                    if (!notes.startsWith(prefix) || !TenantDirectory.isInside(notes) || notes.indexOf('/') >= 0) {
                        throw new IllegalArgumentException("its notes are not of this import");
                    }
                    return new RangeEnd(
                            new AckLedger.Counts(
                                    json.required("rows_accepted").asLong(),
                                    json.required("rows_rejected").asLong(),
                                    json.required("rows_lost").asLong()),
                            json.required("whole").asBoolean(),
                            notes,
                            Reasons.of(json.required("reasons")));
                })
                .filter(end -> !end.isWhole() || end.counts().lost() > 0 || end.isOf(range.rows()));
    }

    /** True if somebody has ended a range. */
    public boolean isEnded(Range range) {
        return Files.exists(file(range, END_SUFFIX), LinkOption.NOFOLLOW_LINKS);
    }

    /** Numbers of the ranges that have ended. */
    public Set<Integer> ended() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        for (Path file : list(prefix + "*" + END_SUFFIX)) {
            String name = file.getFileName().toString();
            String number = name.substring(prefix.length(), name.length() - END_SUFFIX.length());
            if (number.length() < 10 && !number.isEmpty() && number.chars().allMatch(Character::isDigit)) {
                numbers.add(Integer.parseInt(number));
            }
        }
        return numbers;
    }

    /** Tells all tasks to end their ranges as they are. */
    public void stop(List<Violation> reasons) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        Reasons.put(json.putArray("reasons"), reasons);
        write(stopFile(), json);
    }

    public boolean isStopped() {
        return Files.exists(stopFile(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Why they were told to; empty if they were not. */
    public List<Violation> stopReasons() throws IOException {
        return read(stopFile(), MAX_BYTES, json -> Reasons.of(json.required("reasons")))
                .orElse(List.of());
    }

    private Path stopFile() {
        return directory.imports().resolve(prefix + "stop");
    }

    /** Forgets all of it. */
    public void delete() throws IOException {
        if (plan().isPresent()) {
            Files.deleteIfExists(plan(context));
        }
        for (Path file : list(prefix + "*")) {
            Files.deleteIfExists(file);
        }
    }

    private Path file(Range range, String suffix) {
        return directory.imports().resolve(prefix + range.number() + suffix);
    }

    private List<Path> list(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.imports(), glob)) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    /** A task that was replaced may write the same file at the same time, so each has a temporary file of its own. */
    private void write(Path file, ObjectNode json) throws IOException {
        directory.create(directory.imports());
        Path temporary = directory.imports().resolve(prefix + UUID.randomUUID() + ".tmp");
        AtomicFile.write(file, temporary, MAPPER.writeValueAsBytes(json));
    }

    private static <T> Optional<T> read(Path file, int limit, Function<JsonNode, T> reading) throws IOException {
        Optional<byte[]> bytes = AtomicFile.read(file, limit);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reading.apply(MAPPER.readTree(bytes.get())));
        } catch (IOException | RuntimeException e) {
            log.warn("note (where='{}') cannot be read; it is written again. Nothing needs to be done.", file, e);
            return Optional.empty();
        }
    }
}
