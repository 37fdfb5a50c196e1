/**
 * Sums up: how far behind a tenant is, for the tenant and for operators, and how the connectors are. In: what waits, what became of
 * files, and Connect's REST API behind {@link dev.sluice.portal.watch.Connectors}. Pure but for the port. Imports {@code stage} and {@code follow}.
 */
package dev.sluice.portal.watch;
