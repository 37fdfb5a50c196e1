package dev.sluice.it.story.script;

/** A file that a user drops into the staging directory. */
public sealed interface Drop permits Definition, Upload {
    String tenant();

    /** The dataset that it is meant for. */
    String dataset();

    /** Its name below {@code in/}; no other drop of the tenant has it. */
    String file();

    /** Its bytes, the same whenever they are asked for. */
    byte[] bytes();
}
