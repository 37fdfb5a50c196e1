package dev.sluice.source.lane;

import dev.sluice.source.check.CheckedSchemas;
import dev.sluice.source.define.Registration;
import dev.sluice.source.emit.Partitions;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.report.Meters;
import java.time.Clock;

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
        Runnable signal) {}
