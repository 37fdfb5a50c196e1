package dev.sluice.cassandra.define;

/** There can be no such table as long as an operator does not allow it: the definition is refused now, and may not be later. */
public final class ForbiddenDefinitionException extends RefusedDefinitionException {
    private static final long serialVersionUID = 1L;

    public ForbiddenDefinitionException(String reason) {
        super(reason);
    }

    public ForbiddenDefinitionException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
