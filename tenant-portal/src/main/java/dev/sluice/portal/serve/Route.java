package dev.sluice.portal.serve;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path, a method and what answers.
 *
 * @param template such as {@code /tenant/{tenant}/imports}
 */
record Route(String method, String template, Access access, Endpoint endpoint) {
    /** Who may ask. */
    enum Access {
        /** Anybody. */
        PUBLIC,
        /** Whoever has a token. */
        TOKEN,
        /** Whoever may see the tenant of the path. */
        TENANT,
        /** Operators. */
        OPERATOR
    }

    /** Answers a request that was let in. */
    interface Endpoint {
        /** Answers, on a thread that may block. */
        void answer(Exchange exchange) throws IOException;
    }

    /** The parts of a path that the template leaves open, by name; empty if the path is another. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(template);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> open = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            if (name.startsWith("{")) {
                open.put(name.substring(1, name.length() - 1), given.get(i));
            } else if (!name.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(open);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
