/**
 * Which files may be taken, in which order, by which task, for which dataset. In: sightings of files. Out: decisions. Pure; imports
 * {@code stage}'s types only.
 */
package dev.sluice.source.discover;
