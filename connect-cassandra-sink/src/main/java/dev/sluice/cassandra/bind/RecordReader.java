package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.bind.Reading.Announced;
import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
import dev.sluice.cassandra.bind.Reading.Passed;
import dev.sluice.cassandra.bind.Reading.Waiting;
import dev.sluice.cassandra.define.Definitions;
import dev.sluice.cassandra.define.TableDefinition;
import dev.sluice.cassandra.define.Verdict;
import dev.sluice.cassandra.define.Verdict.NotYet;
import dev.sluice.cassandra.define.Verdict.Ready;
import dev.sluice.cassandra.define.Verdict.Refused;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records: definitions take effect at once, rows are bound. Reading a record twice does the same as once, so a caller may
 * start over. Confined to the task's thread.
 */
public final class RecordReader {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final int MAX_CONTEXTS = 1_000;

    /** The binder of the Connect schema that was seen last; converters give the same object again and again. */
    private record Binding(TableDefinition definition, Schema schema, RowBinder binder) {}

    /** How the row before was bound; nearly always the next one is bound the same way. */
    private record Latest(ImportContext context, Schema schema, int generation, RowBinder binder) {
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(ImportContext otherContext, Schema otherSchema, int otherGeneration) {
            return context == otherContext && schema == otherSchema && generation == otherGeneration;
        }
    }

    private final Definitions definitions;
    private Latest latest = new Latest(null, null, -1, null);
    private String latestHeader;
    private ImportContext latestContext;
    private final Set<String> putAsideTopics;
    private final PlainReader plain;
    private final Map<String, ImportContext> contexts = new HashMap<>();
    private final Map<String, Binding> bindings = new HashMap<>();

    /**
     * A reader of everything.
     *
     * @param putAsideTopics topics whose records are never written, only counted: rejections and dead letter queues
     * @param plain reads topics that are not of Sluice
     */
    public RecordReader(Definitions definitions, Collection<String> putAsideTopics, PlainReader plain) {
        this.plain = plain;
        this.definitions = definitions;
        this.putAsideTopics = Set.copyOf(putAsideTopics);
    }

    /** Reads one record; throws what Cassandra's driver throws where a definition has to be looked up or made true. */
    public Reading read(SinkRecord record) {
        if (plain.reads(record)) {
            return plain.read(record);
        }
        if (SluiceHeaders.isEvent(record.headers())) {
            return event(record);
        }
        if (putAsideTopics.contains(record.originalTopic()) || PutAside.isRejection(record)) {
            return putAside(record);
        }
        Optional<RowId> id = Optional.empty();
        try {
            id = Optional.of(new RowId(context(record), position(record)));
            return row(record, id.get());
        } catch (DataException e) {
            return new Errant(e, id);
        }
    }

    private Reading event(SinkRecord record) {
        if (!(record.value() instanceof Struct struct)) {
            return new Passed();
        }
        Event event;
        try {
            event = Event.of(struct);
        } catch (RuntimeException e) {
            LOG.warn("Event at {} is skipped: {}", Coordinates.of(record), e.getMessage());
            return new Passed();
        }
        if (event instanceof DatasetDefined defined) {
            Verdict verdict = definitions.define(defined);
            return verdict instanceof Ready ? new Passed() : outcome(verdict, Optional.empty());
        }
        return new Announced(event);
    }

    private static Reading putAside(SinkRecord record) {
        try {
            return PutAside.isRejection(record) ? PutAside.rejection(record) : PutAside.row(record);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Record at {} looks like a rejected row but is not counted: {}. Its import will stay INCOMPLETE.",
                    Coordinates.of(record),
                    e.getMessage());
            return new Passed();
        }
    }

    private static Reading outcome(Verdict verdict, Optional<RowId> id) {
        return verdict instanceof Refused refused
                ? new Errant(new DataException(refused.reason()), id)
                : new Waiting(((NotYet) verdict).reason());
    }

    private Reading row(SinkRecord record, RowId id) {
        ImportContext context = id.context();
        if (!(record.value() instanceof Struct struct)) {
            throw new DataException("value is not a Struct; rows of Sluice are. Check value.converter");
        }
        if (!latest.isOf(context, struct.schema(), definitions.generation())) {
            Verdict verdict = definitions.find(context.subject(), context.version());
            if (!(verdict instanceof Ready ready)) {
                return outcome(verdict, Optional.of(id));
            }
            RowBinder binder = binder(ready.definition(), struct.schema(), context);
            latest = new Latest(context, struct.schema(), definitions.generation(), binder);
        }
        long writeTimestamp = context.writeTimestamp(id.position().ordinal());
        return new Bound(latest.binder().bind(struct, writeTimestamp, record), Optional.of(id));
    }

    private ImportContext context(SinkRecord record) {
        Optional<String> header = SluiceHeaders.text(record.headers(), SluiceHeaders.IMPORT);
        if (header.isEmpty()) {
            throw new DataException("record has no header '" + SluiceHeaders.IMPORT
                    + "', so it is not a row of Sluice; it was not written. Subscribe to Sluice's topics only");
        }
        if (header.get().equals(latestHeader)) {
            return latestContext;
        }
        ImportContext context = contexts.get(header.get());
        if (context == null) {
            if (contexts.size() >= MAX_CONTEXTS) {
                contexts.clear();
            }
            try {
                context = ImportContext.decode(header.get());
            } catch (IllegalArgumentException e) {
                throw new DataException("header '" + SluiceHeaders.IMPORT + "' is damaged: " + e.getMessage(), e);
            }
            contexts.put(header.get(), context);
        }
        latestHeader = header.get();
        latestContext = context;
        return context;
    }

    private static RowPosition position(SinkRecord record) {
        try {
            return SluiceHeaders.positionOf(record.headers())
                    .orElseThrow(() -> new DataException("record has no header '" + SluiceHeaders.ROW + "'"));
        } catch (IllegalArgumentException e) {
            throw new DataException("header '" + SluiceHeaders.ROW + "' is damaged: " + e.getMessage(), e);
        }
    }

    /** Runs once a row: definitions and schemas are nearly always the very objects of the row before. */
    @SuppressWarnings("ReferenceEquality")
    private RowBinder binder(TableDefinition definition, Schema schema, ImportContext context) {
        Binding binding = bindings.get(context.subject());
        if (binding == null
                || binding.definition() != definition
                || (binding.schema() != schema && !binding.schema().equals(schema))) {
            binding = new Binding(definition, schema, new RowBinder(definition, schema));
            bindings.put(context.subject(), binding);
        }
        return binding.binder();
    }
}
