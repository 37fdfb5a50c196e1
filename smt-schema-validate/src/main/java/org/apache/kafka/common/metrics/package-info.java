/**
 * Stands in for two interfaces that workers before Kafka 4.1 do not have, so that one class can be loaded by all of them.
 *
 * <p>A worker asks its own class path first for everything in {@code org.apache.kafka}, and the plugin's folder only for what it does
 * not have itself. So from 4.1 on it is the worker's interfaces that the transform implements, and the worker hands it its metrics
 * (KIP-877); on an older worker it is these, and nobody calls them. {@code WorkerVersionsIT} loads the packaged folder with the class
 * loaders of both; a unit test compares these with the interfaces of the Kafka that is built with, method by method.
 *
 * <p>The price: on one flat class path, which is not how plugins are installed, these could shadow the worker's. The alternatives are
 * worse. Without the interface a worker gives no metrics; a second class for newer workers would have another name in every config; a
 * class defined at run time hides from whoever reads the jar.
 */
package org.apache.kafka.common.metrics;
