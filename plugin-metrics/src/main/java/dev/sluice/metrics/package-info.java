/**
 * Where a plugin's numbers become visible. What comes in: names, descriptions and functions that read a number, or an MBean. What comes
 * out: {@link dev.sluice.metrics.WorkerGauges} among the worker's own metrics, with the tags of connector and task, on workers that
 * take those of plugins (KIP-877, from Kafka 4.1 on), and {@link dev.sluice.metrics.MBeans} over JMX on any worker.
 *
 * <p>Nothing here fails: no row waits for a metric. Whatever cannot be shown is said in the log, and all else goes on. That holds for
 * a task that did not stop in time, too, which keeps its names while its successor starts in the same worker.
 */
package dev.sluice.metrics;
