/**
 * What an operator has agreed upon with a tenant.
 *
 * <p>In: the bytes of a service agreement, JSON as {@code docs/service-agreement.schema.json} has it. Out: a
 * {@link dev.sluice.agreement.ServiceAgreement}, and every {@link dev.sluice.agreement.Problem} of the text at once, each with its cure.
 * The file source reads from it how it has to serve a tenant ({@link dev.sluice.agreement.Schedule}, keyspaces, pace, retention) and lets
 * {@link dev.sluice.agreement.Resources} be, which are of deployments; {@code scripts/tenant} needs all of it. One format, one reader. No
 * IO, no network; imports the contract only.
 */
package dev.sluice.agreement;
