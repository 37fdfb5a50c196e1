/**
 * What Sluice's engines are: which files each wants to read, how it is launched, how it is asked whether it is there.
 *
 * <p>In come a {@link dev.sluice.stack.engine.Checkout} (where the class paths are), ports and a {@link
 * dev.sluice.stack.engine.Tuning}. Out goes one small {@link dev.sluice.stack.engine.Engine} per process. Everything but the
 * questions and the {@link dev.sluice.stack.engine.Vault} is pure: files and command lines are values, so that tests read them without a
 * process. Nothing here starts or stops an engine.
 *
 * <p>Imports {@code process}, for homes, ports and launches.
 */
package dev.sluice.stack.engine;
