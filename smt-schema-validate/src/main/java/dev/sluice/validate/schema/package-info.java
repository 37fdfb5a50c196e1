/**
 * Which schema version a row must meet: fetches it from the Registry, once, and has {@code row-check} compile it.
 *
 * <p>In: a subject and a version. Out: the {@link dev.sluice.check.RowCheck} of rows of a shape. May import {@code row-check} and the
 * contract module; the Registry's client is known to one class, {@link dev.sluice.validate.schema.RegistrySchemaSource}.
 */
package dev.sluice.validate.schema;
