package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import java.util.ArrayList;
import java.util.List;

/** Tells a JVM where its Log4j 2 configuration is: {@code log4j2.properties} in the engine's own folder. */
final class Log4j {
    private Log4j() {}

    static List<String> with(List<String> jvmOptions, EngineHome home) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dlog4j2.configurationFile="
                + home.conf().resolve("log4j2.properties").toUri());
        return List.copyOf(options);
    }
}
