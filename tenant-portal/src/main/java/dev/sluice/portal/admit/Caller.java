package dev.sluice.portal.admit;

import dev.sluice.contract.Tenant;

/** Somebody whose token was found to be good. */
public sealed interface Caller {
    /** Whether this caller may see and do what is the tenant's. */
    boolean maySee(Tenant tenant);

    /** Whether this caller may see the status of all. */
    boolean isOperator();

    /** The name that stands in the file of tokens; also what the caller's rate is limited by. */
    String name();

    /** A tenant sees what is its own, and nothing else. */
    record OfTenant(Tenant tenant) implements Caller {
        @Override
        public boolean maySee(Tenant other) {
            return tenant.equals(other);
        }

        @Override
        public boolean isOperator() {
            return false;
        }

        @Override
        public String name() {
            return tenant.name();
        }
    }

    /** An operator sees the status page and may act for any tenant. */
    record Operator() implements Caller {
        /** Not a valid tenant's name, so that no tenant can have it. */
        public static final String NAME = "@operator";

        @Override
        public boolean maySee(Tenant tenant) {
            return true;
        }

        @Override
        public boolean isOperator() {
            return true;
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Whom a name in the file of tokens means.
     *
     * @throws IllegalArgumentException if it is neither a tenant's nor the operators'
     */
    static Caller named(String name) {
        return name.equals(Operator.NAME) ? new Operator() : new OfTenant(new Tenant(name));
    }
}
