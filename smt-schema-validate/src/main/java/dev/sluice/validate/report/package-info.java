/**
 * What has been done, in numbers: counters and their MBean.
 *
 * <p>May import {@code schema}, {@code check} and {@code route}.
 */
package dev.sluice.validate.report;
