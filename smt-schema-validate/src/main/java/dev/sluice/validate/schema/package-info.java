/**
 * Which contract a row must meet: fetches a pinned version of a subject from the Registry and compiles it, once, into what the rest
 * of the transform works with.
 *
 * <p>In: a subject and a version. Out: a {@link dev.sluice.validate.schema.Contract}, with Connect schemas that are the same objects
 * for all rows of the version. May import {@code rule} and the contract module; the Registry's client is known to one class, {@link
 * dev.sluice.validate.schema.RegistrySchemaSource}.
 */
package dev.sluice.validate.schema;
