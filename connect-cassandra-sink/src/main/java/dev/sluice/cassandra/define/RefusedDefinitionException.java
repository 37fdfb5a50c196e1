package dev.sluice.cassandra.define;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;

/** There can be no such table: the definition is refused and nothing was changed. */
public sealed class RefusedDefinitionException extends DataException permits ForbiddenDefinitionException {
    private static final long serialVersionUID = 1L;

    public RefusedDefinitionException(List<String> reasons) {
        super(String.join("; ", reasons));
    }

    public RefusedDefinitionException(String reason) {
        super(reason);
    }

    public RefusedDefinitionException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
