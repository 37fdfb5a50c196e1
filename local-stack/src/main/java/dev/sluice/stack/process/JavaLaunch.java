package dev.sluice.stack.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One Java program to be run: what stands behind {@code java} on its command line.
 *
 * @param environment variables added to those of this JVM
 */
public record JavaLaunch(
        List<String> jvmOptions,
        List<Path> classPath,
        String mainClass,
        List<String> arguments,
        Map<String, String> environment) {
    public JavaLaunch {
        jvmOptions = List.copyOf(jvmOptions);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Everything as an argument file of {@code java}: class paths of 130 jars would hide the rest of a process list. */
    public String argumentFile() {
        List<String> words = new ArrayList<>(jvmOptions);
        words.add("-cp");
        words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(mainClass);
        words.addAll(arguments);
        return words.stream().map(JavaLaunch::quoted).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
