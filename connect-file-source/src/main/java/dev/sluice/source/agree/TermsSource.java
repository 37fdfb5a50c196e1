package dev.sluice.source.agree;

import dev.sluice.contract.Tenant;
import java.util.Optional;

/** The terms in force now. Poll thread. */
public interface TermsSource {
    /** Empty if nothing is known that a tenant may be served by. */
    Optional<Terms> of(Tenant tenant);
}
