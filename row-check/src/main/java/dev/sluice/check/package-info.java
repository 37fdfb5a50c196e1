/**
 * Whether a row meets its schema version: text becomes typed values, exactly or not at all, and every fault of a row is found. A library,
 * bundled into each plugin that asks; so whoever asks gets the same answer.
 *
 * <p>In: an Avro schema with Sluice's custom properties, and a raw row of texts or values. Out: the typed row, with the rules that it
 * breaks and that only warn; or everything that is wrong with it. What callers use, and nothing else, is
 *
 * <ul>
 *   <li>{@link dev.sluice.check.CompiledSchema}: compiled once for each version ({@code of}), or asked what is wrong with a definition
 *       before it is registered ({@code problems});
 *   <li>{@link dev.sluice.check.RowShape}, where a row's values stand: by field of a Struct, by name in a map, by position in a list.
 *       In each, absent, null and the empty string are three things;
 *   <li>{@link dev.sluice.check.RowCheck}, of a schema and a shape, and what it says: {@link dev.sluice.check.Checked} with {@link
 *       dev.sluice.check.judge.Finding}s. The typed row is made of Connect's Structs, for that is what it becomes in every worker; who
 *       only asks for violations gives a list of texts and never touches one;
 *   <li>{@link dev.sluice.check.StoredRows}: accepted rows as they are stored, whoever makes the ciphertexts of encrypted columns;
 *   <li>{@link dev.sluice.check.Wording}: findings as the contract's violations, in the same words wherever they are told;
 *   <li>{@link dev.sluice.check.read.Notation} and {@link dev.sluice.check.schema.SubjectVersion}, to say what is asked.
 * </ul>
 *
 * <pre>{@code
 * CompiledSchema schema = CompiledSchema.of(new SubjectVersion("acme.orders", 3), avro, Notation.iso(ZoneOffset.UTC));
 * RowCheck rows = schema.rows(new RowShape.OfCells(List.of("id", "price")));
 * if (rows.check(List.of("7", "x"), RowCheck.NO_TIME) instanceof Checked.Refused refused) {
 *     violations = wording.violations(refused.findings(), "line 2");
 * }
 * }</pre>
 *
 * <p>Within, the way is {@code rule → schema → read → judge}; each package may import only those to its left, and the contract. This
 * package wires them. Pure: no IO, no clock, no Registry, no state but what was compiled; all of it is immutable and for any thread.
 */
package dev.sluice.check;
