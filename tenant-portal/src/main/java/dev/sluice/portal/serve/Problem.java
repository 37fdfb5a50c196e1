package dev.sluice.portal.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An answer that is not what was asked for: what, why, and what to do, as {@code application/problem+json}. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Not understood"),
            Map.entry(401, "A token is needed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Not that way"),
            Map.entry(409, "The name is taken"),
            Map.entry(413, "Too large"),
            Map.entry(415, "Not that kind"),
            Map.entry(422, "Not what was sent"),
            Map.entry(429, "Too much at once"),
            Map.entry(500, "A fault of ours"),
            Map.entry(503, "Not at the moment"),
            Map.entry(507, "Too much is waiting"));

    private final int status;
    private final transient Optional<Duration> retryAfter;

    private Problem(int status, String detail, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, Optional.empty());
    }

    static Problem tooOften(Duration wait) {
        return new Problem(
                429,
                "This is asked for too often. Nothing was done. Ask again in " + seconds(wait) + " s.",
                Optional.of(wait));
    }

    static Problem tooManyAtOnce(String what) {
        return new Problem(
                429,
                "There are as many " + what
                        + " at once as one tenant may have. Nothing was done. Wait until one has ended.",
                Optional.of(Duration.ofSeconds(2)));
    }

    /** The same for what is not there and for what is somebody else's. */
    static Problem notFound() {
        return of(404, "There is nothing of that name that you may see. Look at the name, and at whose token you use.");
    }

    int status() {
        return status;
    }

    String title() {
        return TITLES.get(status);
    }

    Optional<Long> retryAfterSeconds() {
        return retryAfter.map(Problem::seconds);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1_000);
    }
}
