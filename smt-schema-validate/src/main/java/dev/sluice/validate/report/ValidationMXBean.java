package dev.sluice.validate.report;

import java.util.Map;

/**
 * What one instance of the transform has done since it was configured. A record that Connect sends through again after a failed send
 * counts again: exact counts of an import are in its {@code ImportEnded} event.
 */
public interface ValidationMXBean {
    /** Rows that met their contract. */
    long getRowsAccepted();

    /** Rows that did not. */
    long getRowsRejected();

    /** Accepted rows that break rules that only warn. */
    long getRowsWithWarnings();

    /** Broken rules that only warn, by subject and name of the rule; the rows passed. */
    Map<String, Long> getWarningsByRule();

    /** Where each of these rules was first broken. */
    Map<String, String> getFirstWarningByRule();

    /** Violations of rejected rows, by code; a row may have several. */
    Map<String, Long> getViolationsByCode();

    /** Events, rejections and foreign records, passed on as they came. */
    long getRecordsPassed();

    /** Rows that needed no call of the Schema Registry. */
    long getSchemaCacheHits();

    /** Calls of the Schema Registry. */
    long getRegistryCalls();

    /** Calls of the Schema Registry that failed; their rows waited. */
    long getRegistryFailures();

    /** Mean duration of a call of the Schema Registry, in milliseconds. */
    double getRegistryMeanMs();

    /** Duration of the slowest call of the Schema Registry, in milliseconds. */
    double getRegistryMaxMs();
}
