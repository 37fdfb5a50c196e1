package dev.sluice.stack.engine;

import java.util.Map;
import java.util.stream.Collectors;

/** Settings as the texts that engines read. */
final class Rendering {
    private Rendering() {}

    /** A properties file. */
    static String properties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A Hadoop configuration file. */
    static String hadoop(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(e -> "  <property><name>" + xml(e.getKey()) + "</name><value>" + xml(e.getValue())
                        + "</value></property>")
                .collect(
                        Collectors.joining("\n", "<?xml version=\"1.0\"?>\n<configuration>\n", "\n</configuration>\n"));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Log4j 2 to standard output; the stack leads that into the engine's log file. */
    static String log4j2(Map<String, String> levels) {
        StringBuilder text = new StringBuilder("""
                status=warn
                appender.out.type=Console
                appender.out.name=out
                appender.out.layout.type=PatternLayout
                appender.out.layout.pattern=[%d] %p %X{connector.context}%m (%c:%L)%n
                rootLogger.level=info
                rootLogger.appenderRef.out.ref=out
                """);
        int number = 0;
        for (Map.Entry<String, String> level : levels.entrySet()) {
            String logger = "logger.l" + number++;
            text.append(logger).append(".name=").append(level.getKey()).append('\n');
            text.append(logger).append(".level=").append(level.getValue()).append('\n');
        }
        return text.toString();
    }
}
