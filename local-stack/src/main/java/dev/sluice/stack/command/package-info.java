/**
 * {@code scripts/stack}: up, status, down.
 *
 * <p>In come the words of a command line; out go a stack that stays, a table of what runs where, or nothing that runs any more.
 * What was started by an earlier run is found through {@code stack.properties} and through the marks that the processes carry.
 */
package dev.sluice.stack.command;
