/**
 * Plays tenants against the running pipeline and tells what became of their files.
 *
 * <p>In: a running {@link dev.sluice.stack.LocalStack}, the JSON files of {@code connector-configs/}, tenants' files, generated
 * ({@link dev.sluice.demo.Telemetry}, {@link dev.sluice.demo.Reviews}) or the user's own. Out: files dropped into the staging
 * directory ({@link dev.sluice.demo.Staging}), connectors posted to Connect's REST API ({@link dev.sluice.demo.ConnectRest}), live
 * progress read from the topics alone ({@link dev.sluice.demo.TopicFollower} feeds {@link dev.sluice.demo.ImportBoard}), and what
 * landed, read from Cassandra ({@link dev.sluice.demo.Tables}) and HDFS ({@link dev.sluice.demo.Archive}) alone, compared with what
 * must be there.
 *
 * <p>It shares no code with the plugins but the wire contract, so that it can find them wrong; the integration tests use the same
 * eyes and hands.
 */
package dev.sluice.demo;
