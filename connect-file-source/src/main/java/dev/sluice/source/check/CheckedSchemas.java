package dev.sluice.source.check;

import dev.sluice.check.CompiledSchema;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.ImportContext;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.RowColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema versions that files were last checked against, compiled, which takes milliseconds; a bounded number of them. The definition
 * in force has the schema that was registered, so the Registry need not be asked. Poll thread.
 */
public final class CheckedSchemas {
    private static final int CAPACITY = 100;

    private final Validation validation;
    private final RecordLimit limit;
    private final Map<Key, CompiledSchema> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompiledSchema> eldest) {
            return size() > CAPACITY;
        }
    };

    /** A Registry that was emptied gives out its versions again. */
    private record Key(SubjectVersion id, String schema) {}

    public CheckedSchemas(Validation validation, RecordLimit limit) {
        this.validation = validation;
        this.limit = limit;
    }

    /** What a record may take. */
    public RecordLimit limit() {
        return limit;
    }

    /**
     * Whether a file's rows fit into records.
     *
     * @param context its import
     */
    public RowFit fit(Definition definition, ImportContext context, RowColumns columns) {
        return RowFit.of(definition, context, limit, () -> of(definition, context, columns));
    }

    /**
     * The verdicts on a file's rows.
     *
     * @param context its import, or what its import would be
     */
    public RowVerdicts of(Definition definition, ImportContext context, RowColumns columns) {
        Key key = new Key(
                new SubjectVersion(context.subject(), context.version()),
                definition.schema().toString());
        CompiledSchema schema = compiled.computeIfAbsent(
                key, wanted -> CompiledSchema.of(wanted.id(), definition.registeredSchema(), validation.notation()));
        List<Integer> keyTexts = definition.primaryKey().stream()
                .map(columns.names()::indexOf)
                .filter(index -> index >= 0)
                .toList();
        return new RowVerdicts(
                schema,
                columns,
                context.writeTimestampBase(),
                validation.showsValues(),
                new RowSize(limit, context, keyTexts, StoredForm.of(schema.contract())));
    }
}
