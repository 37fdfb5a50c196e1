package dev.sluice.source.discover;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which task owns what: a stable hash of a name, so that tasks agree without talking and task configurations never change.
 *
 * @param task this task's number, from 0
 * @param tasks how many there are
 */
public record Ownership(int task, int tasks) {
    public Ownership {
        if (tasks < 1 || task < 0 || task >= tasks) {
            throw new IllegalArgumentException("task (where='" + task + " of " + tasks + "') does not exist");
        }
    }

    public boolean owns(String name) {
        return owns(name, 0);
    }

    /** Whether a part of something is ours: parts go round among all tasks, beginning with the owner of the whole. */
    public boolean owns(String name, int part) {
        CRC32 hash = new CRC32();
        hash.update(name.getBytes(StandardCharsets.UTF_8));
        return (hash.getValue() + part) % tasks == task;
    }
}
