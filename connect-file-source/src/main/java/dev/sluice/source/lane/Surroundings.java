package dev.sluice.source.lane;

import dev.sluice.source.check.CheckedSchemas;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.Registration;
import dev.sluice.source.emit.Partitions;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.report.Meters;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * What all lanes of a task share.
 *
 * @param topics templates
 * @param carriesText whether rows have their text in a header
 * @param skipsDuplicates whether a file is refused whose bytes were loaded before
 * @param splitting which files several tasks read
 * @param transaction of all that the task sends
 * @param schemas to check rows against that need not be emitted
 * @param signal wakes the poll thread; any thread may run it
 */
public record Surroundings(
        Topics topics,
        Limits limits,
        boolean carriesText,
        boolean skipsDuplicates,
        Splitting splitting,
        TaskTransaction transaction,
        Registration registration,
        CheckedSchemas schemas,
        Partitions partitions,
        Offsets offsets,
        Clock clock,
        Errands errands,
        Meters meters,
        Runnable signal) {
    /**
     * Makes what turns the rows of a file into records.
     *
     * @throws IOException if its rows have to wait
     */
    RowEmitter emitter(RowEmitter.Origin origin, Definition definition, RowColumns columns, Topics resolved)
            throws IOException {
        requireKeys(definition);
        return new RowEmitter(
                origin,
                columns,
                definition.primaryKey(),
                resolved,
                RowEmitter.Text.of(limits.rawChars(), carriesText, definition),
                schemas.fit(definition, origin.context(), columns));
    }

    /**
     * Rows go on only if what must be encrypted of them can be.
     *
     * @throws IOException if it cannot be now
     */
    void requireKeys(Definition definition) throws IOException {
        Optional<String> obstacle = registration.obstacle(definition);
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
    }
}
