/**
 * Confluent's {@code AvroConverter}, with less to look up for every record.
 *
 * <p>In: whatever Connect hands a converter, and Confluent's own settings. Out: what Confluent's converter makes of it, byte for byte,
 * for it is that converter which makes it. It asks its registry client some six times for every record which schema, id or version is
 * meant; the client knows, but finds it in caches that cost more than the conversion: each hit is noted in a queue whose length is
 * counted, and the key is a schema whose hash is computed anew. Here the client's last answers stand in plain maps in front of those
 * caches:
 *
 * <ul>
 *   <li>{@link dev.sluice.converter.Lookups}: the questions that are asked for every record;
 *   <li>{@link dev.sluice.converter.RememberedLookups}: answers them from memory, and whom it stands before when it cannot;
 *   <li>{@link dev.sluice.converter.AnswersBySubject}: the memory, bounded;
 *   <li>{@link dev.sluice.converter.RememberingRegistryClient}: Confluent's client with the three of them;
 *   <li>{@link dev.sluice.converter.CachingAvroConverter}: the plugin, which gives that client to Confluent's converter.
 * </ul>
 *
 * <p>It imports Confluent's client and converter, Guava, Connect's API, and the version of the contract; nothing of the other plugins.
 */
package dev.sluice.converter;
