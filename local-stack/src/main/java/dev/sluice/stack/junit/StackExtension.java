package dev.sluice.stack.junit;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Tuning;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LocalStack}: one per test run, started for the first who asks, ended after the last test.
 *
 * <p>It starts from scratch in {@code target/stack} of the module; data and logs stay there for who has to find out why a test
 * failed. System properties: {@value #DIRECTORY_PROPERTY} for another directory, {@value #TUNING_PROPERTY} for {@code
 * throughput} instead of {@code start}, {@value #WITHOUT_PROPERTY} for engines that the tests at hand do not need, separated by commas.
 */
public final class StackExtension implements ParameterResolver {
    public static final String DIRECTORY_PROPERTY = "sluice.stack.directory";
    public static final String TUNING_PROPERTY = "sluice.stack.tuning";
    public static final String WITHOUT_PROPERTY = "sluice.stack.without";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(StackExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalStack.class;
    }

    /** The store of the root context closes what it holds, and a stack can be closed. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(LocalStack.class, absent -> start(), LocalStack.class);
    }

    private static LocalStack start() {
        String tuning = System.getProperty(TUNING_PROPERTY, Tuning.START.name());
        try {
            return LocalStack.builder()
                    .directory(Path.of(System.getProperty(DIRECTORY_PROPERTY, "target/stack")))
                    .fromScratch()
                    .tuning(Tuning.valueOf(tuning.toUpperCase(Locale.ROOT)))
                    .without(System.getProperty(WITHOUT_PROPERTY, "").split(",", -1))
                    .start();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stack started; no test can run.", interrupted);
        }
    }
}
