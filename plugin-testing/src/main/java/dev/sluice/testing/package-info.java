/**
 * What the tests of several plugins need, and no plugin ships.
 *
 * <p>{@link dev.sluice.testing.ReferencePage}: in goes a plugin's {@code ConfigDef}, out comes the page of its settings that the documentation
 * has. {@link dev.sluice.testing.Gauges}: a worker's metrics of plugins, to be looked at; {@link dev.sluice.testing.TaskContexts}: contexts of
 * tasks that have nothing but these.
 */
package dev.sluice.testing;
