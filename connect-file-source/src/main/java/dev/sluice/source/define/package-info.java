/**
 * Definitions: a tenant's JSON becomes a checked {@link dev.sluice.source.define.Definition}, then a version in the Registry, then an
 * {@link dev.sluice.source.define.AcceptedDefinition} beside the tenant's files. In: bytes that a tenant wrote. Out: a definition, or
 * every reason against it. Imports {@code stage} and {@code discover}.
 */
package dev.sluice.source.define;
