package dev.sluice.archive.report;

import dev.sluice.archive.envelope.Envelope;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts envelopes, by tenant and dataset, and their violations, by code and column as well. */
public final class Tally implements Consumer<Envelope> {
    /** Where an envelope belongs, as the record says it; {@code -} where it does not say. */
    public record Owner(String tenant, String dataset) implements Comparable<Owner> {
        private static final Comparator<Owner> ORDER =
                Comparator.comparing(Owner::tenant).thenComparing(Owner::dataset);

        @Override
        public int compareTo(Owner other) {
            return ORDER.compare(this, other);
        }
    }

    /** One kind of violation; column {@code -} where it is about the whole row. */
    public record Violation(Owner owner, String code, String column) implements Comparable<Violation> {
        private static final Comparator<Violation> ORDER = Comparator.comparing(Violation::owner)
                .thenComparing(Violation::code)
                .thenComparing(Violation::column);

        @Override
        public int compareTo(Violation other) {
            return ORDER.compare(this, other);
        }
    }

    private final SortedMap<Owner, Long> envelopes = new TreeMap<>();
    private final SortedMap<Violation, Long> violations = new TreeMap<>();

    @Override
    public void accept(Envelope envelope) {
        Owner owner = new Owner(orDash(envelope.tenant()), orDash(envelope.dataset()));
        envelopes.merge(owner, 1L, Long::sum);
        for (Envelope.Reason reason : envelope.violations()) {
            violations.merge(new Violation(owner, reason.code(), orDash(reason.column())), 1L, Long::sum);
        }
    }

    public SortedMap<Owner, Long> envelopes() {
        return envelopes;
    }

    public SortedMap<Violation, Long> violations() {
        return violations;
    }

    public long total() {
        return envelopes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String orDash(String text) {
        return Objects.requireNonNullElse(text, "-");
    }
}
