package dev.sluice.source.define;

import dev.sluice.check.CompiledSchema;
import dev.sluice.check.read.Notation;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes a definition to the Registry, unless no row could be checked against it. Any thread but the poll thread: it asks over the
 * network, and compiling a tenant's rules may take a while.
 */
public final class Registration {
    private final Subjects subjects;
    private final Notation notation;
    private final Encryptability encryptability;

    /**
     * Registers in this Registry.
     *
     * @param notation how the validating transform reads texts: rules have bounds that are written so
     * @param encryptability whether columns can be encrypted; if no transform of this connector types rows, their columns go as texts,
     *     whose schemas no change of a definition makes incompatible
     */
    public Registration(Subjects subjects, Notation notation, Encryptability encryptability) {
        this.subjects = subjects;
        this.notation = notation;
        this.encryptability = encryptability;
    }

    /** What came of it. */
    public sealed interface Result {
        record Accepted(int version) implements Result {}

        record Refused(List<Violation> violations) implements Result {}
    }

    /**
     * Registers a definition's schema, unless the change is one that the living table cannot make, or rows cannot be checked against
     * it: what is wrong with its rules is told now, all of it, and not with every row.
     *
     * @param others the tenant's definitions in force
     * @param topic that rows go to
     * @throws IOException if the Registry cannot be asked now
     */
    public Result register(Definition definition, Collection<AcceptedDefinition> others, String topic)
            throws IOException {
        Optional<AcceptedDefinition> owner = others.stream()
                .filter(other -> other.definition().table().equals(definition.table())
                        && !other.definition().id().equals(definition.id()))
                .findFirst();
        if (owner.isPresent()) {
            return new Result.Refused(List.of(belongsToAnother(definition, owner.get())));
        }
        List<Violation> notKept = encryptability.objections(definition);
        if (!notKept.isEmpty()) {
            return new Result.Refused(notKept);
        }
        List<Violation> unusable = unusable(definition);
        if (!unusable.isEmpty()) {
            return new Result.Refused(unusable);
        }
        Optional<Subjects.Registered> latest = subjects.latest(definition.subject());
        List<Violation> violations =
                latest.isPresent() ? Evolution.check(latest.get().schema(), definition.schema()) : List.<Violation>of();
        if (violations.isEmpty() && encryptability.isTyped()) {
            violations = objections(definition, topic);
        }
        if (!violations.isEmpty()) {
            return new Result.Refused(violations);
        }
        if (latest.isPresent()) {
            // By its text, since Avro's own equality ignores documentation.
            if (latest.get().schema().toString().equals(definition.schema().toString())) {
                return new Result.Accepted(latest.get().version());
            }
        }
        Subjects.Verdict verdict = subjects.register(definition.subject(), definition.schema());
        if (verdict instanceof Subjects.Verdict.Version registered) {
            return new Result.Accepted(registered.version());
        }
        return new Result.Refused(((Subjects.Verdict.Incompatible) verdict)
                .reasons().stream()
                        .map(reason -> incompatible(definition, reason))
                        .toList());
    }

    /** Why rows of a definition in force have to wait; empty if they need not. */
    public Optional<String> obstacle(Definition definition) {
        return encryptability.obstacle(definition);
    }

    /** What the subjects say that converters will register rows under. */
    private List<Violation> objections(Definition definition, String topic) throws IOException {
        List<Violation> violations = new ArrayList<>();
        for (WireSchema wire : WireSchema.ofRows(definition, topic)) {
            for (String reason : subjects.objections(wire.subject(), wire.schema())) {
                violations.add(incompatible(definition, wire.subject() + ": " + reason));
            }
        }
        return violations;
    }

    private List<Violation> unusable(Definition definition) {
        return CompiledSchema.problems(definition.registeredSchema(), notation).stream()
                .map(
                        problem -> Violation.bounded(
                                Code.INVALID_DEFINITION,
                                problem.startsWith("rule ") || problem.startsWith("its rules ") ? "rules" : "schema",
                                problem,
                                "no row could be checked against the definition: " + problem
                                        + "; the definition was refused and nothing was changed. Correct it and drop it again."))
                .toList();
    }

    private static Violation belongsToAnother(Definition definition, AcceptedDefinition owner) {
        return Violation.bounded(
                Code.INCOMPATIBLE_CHANGE,
                "schema.name",
                definition.table(),
                "table '" + definition.table() + "' belongs to dataset '"
                        + owner.definition().id().name() + "' (where='"
                        + definition.id().name()
                        + "'); one table belongs to one dataset, so the definition was refused and nothing was changed."
                        + " Give the schema another name, or use the name of that dataset to change it.");
    }

    private static Violation incompatible(Definition definition, String reason) {
        return Violation.bounded(
                Code.INCOMPATIBLE_CHANGE,
                "schema",
                reason,
                "the Schema Registry does not accept the change (where='" + Violation.cut(reason)
                        + "'); the definition was refused and nothing was changed. Give the schema a new name, e.g. "
                        + Evolution.nextTable(definition.table()) + ", and drop the file again.");
    }
}
