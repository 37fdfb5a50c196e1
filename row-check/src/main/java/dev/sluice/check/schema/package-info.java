/**
 * What the types of a schema version ask of a row, and which Connect types its values have.
 *
 * <p>In: an Avro schema with Sluice's properties. Out: a {@link dev.sluice.check.schema.Contract}, with Connect schemas that are the
 * same objects for all rows of the version. Pure. May import {@code rule} and the contract module.
 */
package dev.sluice.check.schema;
