package dev.sluice.stack.command;

import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Tuning;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The words behind {@code scripts/stack}, understood. */
record CommandLine(Verb verb, Path directory, Tuning tuning) {
    /** What is to be done. */
    enum Verb {
        UP,
        STATUS,
        DOWN,
        HELP
    }

    /** Nothing, if a word is not known. */
    static Optional<CommandLine> of(List<String> words) {
        Verb verb = null;
        Path directory = null;
        Tuning tuning = Tuning.START;
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.poll();
            switch (word) {
                case "up" -> verb = Verb.UP;
                case "status" -> verb = Verb.STATUS;
                case "down" -> verb = Verb.DOWN;
                case "help", "--help", "-h" -> verb = Verb.HELP;
                case "--throughput" -> tuning = Tuning.THROUGHPUT;
                case "--dir" -> {
                    if (left.isEmpty()) {
                        return Optional.empty();
                    }
                    directory = Path.of(left.poll());
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        if (verb == null) {
            return Optional.empty();
        }
        Path chosen =
                directory == null ? Checkout.find().root().resolve(".stack").resolve("local") : directory;
        return Optional.of(new CommandLine(verb, chosen.toAbsolutePath().normalize(), tuning));
    }
}
