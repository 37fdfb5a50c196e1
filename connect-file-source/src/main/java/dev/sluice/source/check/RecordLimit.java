package dev.sluice.source.check;

/**
 * What a record of a row may take in Kafka.
 *
 * @param bytes at most, as {@link dev.sluice.contract.RecordSize} counts them
 * @param isTyped whether the validating transform makes typed rows of the texts before they go to Kafka
 * @param textChars characters of its text that a row takes along to Kafka; 0 for none
 */
public record RecordLimit(int bytes, boolean isTyped, int textChars) {}
