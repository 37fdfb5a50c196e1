package dev.sluice.cassandra.write;

/**
 * How hard a task may press the server.
 *
 * @param maxInFlight requests
 * @param maxP99Millis while one answer in a hundred takes longer, fewer requests are in flight
 */
public record Pressure(int maxInFlight, long maxP99Millis) {}
