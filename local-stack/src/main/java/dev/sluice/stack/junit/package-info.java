/**
 * The stack as a parameter of JUnit tests.
 *
 * <p>In comes a test class with {@code @ExtendWith(StackExtension.class)}; out goes the one {@link dev.sluice.stack.LocalStack} of
 * the test run. JUnit's API is a provided dependency: who uses this package has it anyway.
 */
package dev.sluice.stack.junit;
