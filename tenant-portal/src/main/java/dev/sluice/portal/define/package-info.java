/**
 * Definitions of datasets: which are in force, which versions there were, and what changed from one to another. In: what the source has
 * accepted ({@code .sluice/datasets}), what the Cassandra sink has made true ({@link dev.sluice.portal.define.DefinitionStore}). Out:
 * columns and differences in a tenant's words. Judges nothing. Imports {@code stage} and the contract.
 */
package dev.sluice.portal.define;
