package dev.sluice.tenant.command;

import java.util.List;

/** Nothing can be done as it was asked for; the message says why, and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    /** Several reasons, a line each below the first. */
    public Refusal(String message, List<String> reasons) {
        super(message + reasons.stream().map(reason -> "\n  - " + reason).reduce("", String::concat));
    }
}
