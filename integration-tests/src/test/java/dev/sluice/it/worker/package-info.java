/**
 * What runs within a worker's class path, loaded there by a class loader of its own, as plugins see it; so nothing of the test's class
 * path may be used but the JDK and Kafka.
 */
package dev.sluice.it.worker;
