package dev.sluice.source.emit;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Tenant;
import dev.sluice.source.split.Position;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A source offset: how far an import has come. A map, as Connect wants it, that is made once a row and so holds two references
 * only.
 */
public final class ImportOffset extends AbstractMap<String, Object> {
    /** How far the import is. */
    public enum State {
        /** Rows are to follow. */
        READING,
        /** All rows are acknowledged, and so is the import's end. */
        ENDED,
        /** No import; something else was announced. */
        IDLE
    }

    /** What all offsets of an import share. */
    public record Of(String importId, String file) {}

    private static final String DATASET = "dataset";
    private static final String RANGE = "range";
    private static final String IMPORT = "import";
    private static final String FILE = "file";
    private static final String BYTES = "byte";
    private static final String LINE = "line";
    private static final String ORDINAL = "ordinal";
    private static final String STATE = "state";
    private static final Set<String> KEYS = Set.of(IMPORT, FILE, BYTES, LINE, ORDINAL, STATE);

    private final Of of;
    private final Position position;
    private final State state;

    public ImportOffset(Of of, Position position, State state) {
        this.of = of;
        this.position = position;
        this.state = state;
    }

    /** A source partition: one entry, so that its JSON is always the same. */
    public static Map<String, String> partition(Tenant tenant, String dataset) {
        return Map.of(DATASET, tenant.name() + "/" + dataset);
    }

    /**
     * The source partition of one range of a dataset's file, by the range's number; the next file's range of that number has it too, so
     * there are never more than the largest file has ranges.
     */
    public static Map<String, String> partition(DatasetId dataset, int range) {
        return Map.of(RANGE, dataset + "/" + range);
    }

    public String importId() {
        return of.importId();
    }

    public Position position() {
        return position;
    }

    public State state() {
        return state;
    }

    /** Reads what Connect has kept; empty if there is nothing, or nothing of ours. */
    public static Optional<ImportOffset> of(Map<String, ?> offset) {
        if (offset == null
                || !(offset.get(BYTES) instanceof Number bytes)
                || !(offset.get(LINE) instanceof Number line)
                || !(offset.get(ORDINAL) instanceof Number ordinal)
                || !(offset.get(IMPORT) instanceof String importId)
                || !(offset.get(FILE) instanceof String file)
                || !(offset.get(STATE) instanceof String text)) {
            return Optional.empty();
        }
        return Stream.of(State.values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .map(state -> new ImportOffset(
                        new Of(importId, file),
                        new Position(bytes.longValue(), line.longValue(), ordinal.longValue()),
                        state));
    }

    /**
     * What is wrong with an offset that an operator wants to set.
     *
     * @param offset null to forget the position
     */
    public static Optional<String> problem(Map<String, ?> partition, Map<String, ?> offset) {
        if (isRange(partition)) {
            return offset == null
                    ? Optional.empty()
                    : Optional.of("source partition (where='" + partition
                            + "') is of a range of a file, whose position cannot be set; no offset was changed. Use null to"
                            + " read the range from its beginning, unless it has ended.");
        }
        if (partition == null
                || !partition.keySet().equals(Set.of(DATASET))
                || !(partition.get(DATASET) instanceof String dataset)
                || !isPartition(dataset)) {
            return Optional.of("source partition (where='" + partition
                    + "') is not of this connector; no offset was changed. Use {\"dataset\": \"tenant/name\"}.");
        }
        if (offset == null) {
            return Optional.empty();
        }
        Optional<ImportOffset> ours = of(offset);
        if (ours.isEmpty()
                || !KEYS.containsAll(offset.keySet())
                || !ImportContext.ID.matcher(ours.get().importId()).matches()
                || ours.get().position.bytes() < 0
                || ours.get().position.line() < 1
                || ours.get().position.ordinal() < 1) {
            return Optional.of("source offset (where='" + offset
                    + "') is not of this connector; no offset was changed. Use null to read the current file from its"
                    + " beginning, or an offset that this connector has committed.");
        }
        return Optional.empty();
    }

    private static boolean isRange(Map<String, ?> partition) {
        if (partition == null
                || !partition.keySet().equals(Set.of(RANGE))
                || !(partition.get(RANGE) instanceof String range)) {
            return false;
        }
        int slash = range.lastIndexOf('/');
        String number = range.substring(slash + 1);
        return slash > 0
                && isPartition(range.substring(0, slash))
                && !number.isEmpty()
                && number.chars().allMatch(Character::isDigit);
    }

    private static boolean isPartition(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && Tenant.isValid(text.substring(0, slash))
                && (slash == text.length() - 1 || DatasetId.isValidName(text.substring(slash + 1)));
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        List<Entry<String, Object>> entries = List.of(
                Map.entry(IMPORT, of.importId()),
                Map.entry(FILE, of.file()),
                Map.entry(BYTES, position.bytes()),
                Map.entry(LINE, position.line()),
                Map.entry(ORDINAL, position.ordinal()),
                Map.entry(STATE, state.name()));
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
