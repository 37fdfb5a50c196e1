/**
 * The port to the file system, {@link dev.sluice.archive.fs.ErrorFileSystem}, and its Hadoop implementation. Imports nothing of
 * Sluice.
 */
package dev.sluice.archive.fs;
