package dev.sluice.stack.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Asks again and again until the answer is yes or the deadline has passed: instead of sleeping for as long as it may take. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Duration deadline;

    private Await(Duration deadline) {
        this.deadline = deadline;
    }

    public static Await atMost(Duration deadline) {
        return new Await(deadline);
    }

    public static Await atMostSeconds(long seconds) {
        return new Await(Duration.ofSeconds(seconds));
    }

    /** Returns when the condition holds; one that throws does not hold yet. */
    public void until(String what, Callable<Boolean> condition) throws InterruptedException {
        get(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that the question yields; while it throws or yields nothing it is asked again. */
    public <T> T get(String what, Callable<Optional<T>> question) throws InterruptedException {
        long start = System.nanoTime();
        Exception last = null;
        do {
            try {
                Optional<T> answer = question.call();
                last = null;
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (GaveUp hopeless) {
                throw hopeless;
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
        } while (System.nanoTime() - start < deadline.toNanos());
        throw new TimedOut(what, deadline, last);
    }

    /** The deadline passed; the cause, if any, is what the last question threw. */
    public static final class TimedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimedOut(String what, Duration deadline, Exception last) {
            super(
                    "Waited in vain (for='" + what + "', seconds=" + deadline.toSeconds() + ")"
                            + (last == null ? "" : "; last: " + last),
                    last);
        }
    }

    /** Thrown by a question to say that asking again is useless. */
    public static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public GaveUp(String message) {
            super(message);
        }
    }
}
