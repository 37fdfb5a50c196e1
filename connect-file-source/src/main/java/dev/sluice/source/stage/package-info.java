/**
 * A tenant's directory on disk: its layout, its files as they are found, and the only ways in which files are listed, opened and
 * written. Symbolic links are never followed. Imports the contract only.
 */
package dev.sluice.source.stage;
