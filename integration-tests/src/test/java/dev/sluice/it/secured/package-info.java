/**
 * Engines that know everybody by name and let nobody do more than he must, as {@code docs/security.md} tells operators: its tables
 * of ACLs, its statements and its settings are read from there and used as they are, so they are right as long as these tests pass.
 */
package dev.sluice.it.secured;
