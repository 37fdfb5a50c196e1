package dev.sluice.it.story.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A data file. Its rows are made anew whenever they are asked for, so a large file costs no memory.
 *
 * @param header the columns as its writer believes them to be, in the file's order
 * @param key names of the columns whose values are few, so that keys repeat
 * @param keys how many values such a column has
 */
public record Upload(
        String tenant,
        String dataset,
        String file,
        List<Column> header,
        Set<String> key,
        int keys,
        int count,
        long seed,
        boolean zipped)
        implements Drop {
    private static final int PERCENT = 100;
    private static final int BAD_FORM_PERCENT = 2;
    private static final int BAD_CELL_PERCENT = 1;
    private static final int NULL_PERCENT = 8;
    private static final int EMPTY_PERCENT = 8;

    public Upload {
        header = List.copyOf(header);
        key = Set.copyOf(key);
    }

    /** The header's names. */
    public List<String> columns() {
        return header.stream().map(Column::name).toList();
    }

    /** Its rows, in order. */
    public Iterable<Row> rows() {
        return () -> {
            Random random = new Random(seed);
            return Stream.generate(() -> row(random)).limit(count).iterator();
        };
    }

    private Row row(Random random) {
        if (random.nextInt(PERCENT) < BAD_FORM_PERCENT) {
            Row.Form[] forms = Row.Form.values();
            return new Row(row(random, false), forms[1 + random.nextInt(forms.length - 1)]);
        }
        return new Row(row(random, true), Row.Form.IN_ORDER);
    }

    private List<String> row(Random random, boolean mayBeBad) {
        List<String> cells = new ArrayList<>(header.size());
        for (Column column : header) {
            boolean isBad = mayBeBad && random.nextInt(PERCENT) < BAD_CELL_PERCENT;
            int luck = random.nextInt(PERCENT);
            if (isBad) {
                // An empty field is bad where there must be something, and only there.
                cells.add(random.nextInt(4) == 0 ? "" : column.type().bad(random));
            } else if (key.contains(column.name())) {
                cells.add(column.type().key(random.nextInt(keys)));
            } else if (!column.isRequired() && luck < NULL_PERCENT) {
                cells.add(null);
            } else if (!column.isRequired() && luck < NULL_PERCENT + EMPTY_PERCENT) {
                cells.add("");
            } else {
                cells.add(column.type().sample(random));
            }
        }
        return cells;
    }

    @Override
    public byte[] bytes() {
        return CsvText.of(columns(), rows(), zipped);
    }
}
