package dev.sluice.validate.check;

/**
 * One fault of a row.
 *
 * @param column the column; null where the fault is not of one column
 * @param text the column's text; null where there is none
 */
public record Finding(String column, String text, Fault fault) {}
