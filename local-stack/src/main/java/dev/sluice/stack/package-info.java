/**
 * Kafka, Kafka Connect, a Schema Registry, Cassandra and HDFS as local processes, for the demo and the tests.
 *
 * <p>In comes a directory; out goes a {@link dev.sluice.stack.LocalStack}: endpoints that answer, and a {@link
 * dev.sluice.stack.EngineHandle} per process that can be killed and started again on the same port and data. All processes
 * are launched at once, and asked, never waited for by the clock. What dies in between ends the start at
 * once, with the last lines of its own log.
 *
 * <p>Everything of a stack is below its directory: {@code <engine>/{data,conf,log}}, {@code staging}, {@code secrets}, and {@code
 * stack.properties}, which tells another JVM where the engines are ({@link dev.sluice.stack.StackRecord}). Where engines are secured, {@code
 * vault} holds their certificates and passwords ({@link dev.sluice.stack.engine.Vault}).
 *
 * <p>A stack ends with its {@code close()}, with the JVM that started it, even if that is killed ({@link
 * dev.sluice.stack.process.Watchdog}), or with {@code scripts/stack down}, if it was started to stay.
 *
 * <p>Imports {@code engine} (what the engines are) and {@code process} (how processes are run); {@code command} and {@code
 * junit} are its two front doors.
 */
package dev.sluice.stack;
