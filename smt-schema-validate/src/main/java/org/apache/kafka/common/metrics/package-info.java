/**
 * Stands in for two interfaces that workers before Kafka 4.1 do not have, so that one class can be loaded by all of them.
 *
 * <p>A worker asks its own class path first for everything in {@code org.apache.kafka}, and the plugin's folder only for what it does
 * not have itself. So from 4.1 on it is the worker's interfaces that the transform implements, and the worker hands it its metrics
 * (KIP-877); on an older worker it is these, and nobody calls them. A test compares them with those of the Kafka that is built with.
 */
package org.apache.kafka.common.metrics;
