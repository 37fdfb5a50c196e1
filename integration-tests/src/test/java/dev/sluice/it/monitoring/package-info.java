/**
 * {@code monitoring/} proved: rules and dashboard by Debian's Prometheus and its promtool, metrics by a real worker under load, the log's format
 * by Log4j on the worker's class path.
 */
package dev.sluice.it.monitoring;
