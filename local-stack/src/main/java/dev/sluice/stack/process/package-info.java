/**
 * Operating system processes, without a word about what runs in them.
 *
 * <p>In comes a {@link dev.sluice.stack.process.JavaLaunch}: class path, main class, flags. Out goes an {@link
 * dev.sluice.stack.process.EngineProcess} that can be watched, stopped and killed, and that any other JVM of the same user
 * can recognise later, because the first two arguments of its command line say which stack and which engine it is.
 *
 * <p>Also here: ports nobody uses, the last lines of a log, and waiting with a deadline. Imports the JDK only, so that
 * {@link dev.sluice.stack.process.Watchdog} needs nothing but this module on its class path.
 */
package dev.sluice.stack.process;
