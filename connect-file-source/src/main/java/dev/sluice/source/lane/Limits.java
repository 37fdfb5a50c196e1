package dev.sluice.source.lane;

/**
 * The operator's bounds.
 *
 * @param batchRows of one poll
 * @param batchBytes of one poll, in bytes of the file
 * @param recordBytes of one row
 * @param rawChars of a row's text in its headers and rejection
 */
public record Limits(int batchRows, int batchBytes, int recordBytes, int rawChars) {}
