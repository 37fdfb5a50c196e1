/**
 * What has been done, in numbers: counters and their MBean.
 *
 * <p>May import {@code schema}, {@code route} and {@code row-check}.
 */
package dev.sluice.validate.report;
