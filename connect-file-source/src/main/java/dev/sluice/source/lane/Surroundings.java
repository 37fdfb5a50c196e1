package dev.sluice.source.lane;

import dev.sluice.source.define.Registration;
import dev.sluice.source.emit.Partitions;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.report.Meters;
import java.time.Clock;

/**
 * What all lanes of a task share.
 *
 * @param topics templates
 * @param signal wakes the poll thread; any thread may run it
 */
public record Surroundings(
        Topics topics,
        Limits limits,
        Registration registration,
        Partitions partitions,
        Offsets offsets,
        Clock clock,
        Errands errands,
        Meters meters,
        Runnable signal) {}
