/**
 * Who may ask, and how often. In: the {@code Authorization} header, the peer's address, the time. Out: a {@link
 * dev.sluice.portal.admit.Caller}, or a refusal. Imports the contract only.
 */
package dev.sluice.portal.admit;
