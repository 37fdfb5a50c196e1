/**
 * The file source connector: a tenant's staging directory becomes rows and events.
 *
 * <p>This package is the shell only: configuration, connector, task. What happens to a file is told by the packages, left to right:
 * {@code stage} (the directory), {@code discover} (which files, whose), {@code agree} (the operator's agreements), {@code define} (definitions become Registry versions),
 * {@code split} (bytes become records), {@code parse} (records become fields), {@code check} (what the
 * transform says of them), {@code emit} (fields become source records, and
 * their acknowledgements), {@code settle} (the journal, the files' last place), {@code report} (what the tenant reads) and {@code
 * lane} (all that happens to one dataset, in order). A package imports only packages to its left, and the contract.
 */
package dev.sluice.source;
