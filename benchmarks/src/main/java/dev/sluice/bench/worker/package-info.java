/**
 * What the file source and the transform cost in a whole worker, against what the worker can do at all.
 *
 * <p>In: generated rows of a {@link dev.sluice.bench.Shape}. Out, for each of several rounds in one warm worker: how long the
 * broker saw the rows of each {@link dev.sluice.bench.worker.Subject} come in, how much CPU the worker spent, and the ratios. Every
 * row is counted in its topic before a figure is taken from it.
 */
package dev.sluice.bench.worker;
