/**
 * What outlives a crash: the journal of the import in progress, the rows that were rejected, what tasks that read one
 * file tell each other, and a file's last place. All of it lies in the tenant's own directory. Poll thread. Imports packages to its left only.
 */
package dev.sluice.source.settle;
