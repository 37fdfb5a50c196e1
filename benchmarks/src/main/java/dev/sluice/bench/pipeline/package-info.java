/**
 * The whole pipeline on one machine: files are dropped, and what is measured is when their last row is proved to be in Cassandra. Feeds
 * ({@code Feed}) go in, the sink's own tables ({@code Warehouse}) tell what came out, and every number of rows is compared with what was
 * dropped before a rate is printed. {@code Processes} tells which engine took how much processor time, {@code Profile} what the
 * worker did with its own.
 */
package dev.sluice.bench.pipeline;
