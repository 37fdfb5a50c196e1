package dev.sluice.check.schema;

/** One version of a Registry subject: what an import is pinned to. It never changes, so what is learnt of it is true for ever. */
public record SubjectVersion(String subject, int version) {
    @Override
    public String toString() {
        return subject + " version " + version;
    }
}
