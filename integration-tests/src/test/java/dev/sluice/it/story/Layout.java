package dev.sluice.it.story;

/** Where rows are validated. */
enum Layout {
    /** Behind the source: valid and invalid rows are in different topics. */
    ONE_STAGE,
    /** In the sink's chain: all rows of good form are in one topic, invalid ones go to the sink's dead letter queue. */
    TWO_STAGE
}
