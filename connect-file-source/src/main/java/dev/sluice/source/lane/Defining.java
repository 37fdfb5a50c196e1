package dev.sluice.source.lane;

import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.define.Registration;
import dev.sluice.source.report.Report;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A definition is checked and registered, then announced, then in force. */
final class Defining implements Step {
    private static final Logger log = LoggerFactory.getLogger(Defining.class);

    private final Lane lane;
    private final StagedFile file;
    private Optional<Pending> pending = Optional.empty();

    /** A definition that the Registry has been given. */
    private record Pending(Definition definition, List<Violation> warnings, Errand<Registration.Result> registration) {}

    Defining(Lane lane, StagedFile file) {
        this.lane = lane;
        this.file = file;
    }

    @Override
    public Turn turn() throws IOException {
        if (pending.isPresent()) {
            return registered(pending.get());
        }
        try {
            return define(lane.home().directory().head(file.path(), DefinitionReader.MAX_BYTES));
        } catch (NoSuchFileException vanished) {
            return Turn.done();
        } catch (AccessDeniedException e) {
            return Turn.go(Refusals.unreadable(lane, file));
        }
    }

    private Turn define(byte[] bytes) throws IOException {
        DefinitionReader.Result result = read(bytes);
        if (result instanceof DefinitionReader.Result.Invalid invalid) {
            return Turn.go(Refusals.definition(lane, file, invalid.violations(), invalid.warnings()));
        }
        DefinitionReader.Result.Valid valid = (DefinitionReader.Result.Valid) result;
        Definition definition = valid.definition();
        if (!definition.id().name().equals(lane.datasetName())) {
            // Replaced since it was found: the next scan gives it to the lane of its new name.
            return Turn.done();
        }
        Optional<Violation> tooLarge = tooLarge(definition);
        if (tooLarge.isPresent()) {
            return Turn.go(Refusals.definition(lane, file, List.of(tooLarge.get()), valid.warnings()));
        }
        lane.fileLog().in(file, "definition");
        List<AcceptedDefinition> others =
                List.copyOf(lane.home().datasets().all().values());
        Pending given = new Pending(
                definition,
                valid.warnings(),
                Errand.send(
                        lane,
                        Errands.To.REGISTRY,
                        () -> lane.surroundings()
                                .registration()
                                .register(definition, others, lane.topics().rows())));
        pending = Optional.of(given);
        return registered(given);
    }

    /** What cannot be announced cannot be in force. */
    private Optional<Violation> tooLarge(Definition definition) {
        long bytes =
                event(definition, Integer.MAX_VALUE, file.path(), lane.now()).size();
        long most = lane.surroundings().schemas().limit().bytes();
        return bytes <= most
                ? Optional.empty()
                : Optional.of(Violation.bounded(
                        Code.INVALID_DEFINITION,
                        "schema",
                        bytes + " bytes",
                        "the definition takes more bytes in Kafka than max.message.bytes=" + most + " (where='" + bytes
                                + " bytes'); it was refused and nothing was changed. Make it smaller, or ask your operator"
                                + " for a larger bound."));
    }

    private Turn registered(Pending given) throws IOException {
        if (!given.registration().isBack()) {
            return Turn.await(this);
        }
        pending = Optional.empty();
        Registration.Result answer = given.registration().answer();
        if (answer instanceof Registration.Result.Refused refused) {
            return Turn.go(Refusals.definition(lane, file, refused.violations(), given.warnings()));
        }
        return Turn.go(
                announcing(given.definition(), ((Registration.Result.Accepted) answer).version(), given.warnings()));
    }

    private DefinitionReader.Result read(byte[] bytes) {
        try {
            return lane.home().reader().read(bytes);
        } catch (RuntimeException e) {
            log.error("{}: reading the definition failed unexpectedly; it is refused. Please report it.", file, e);
            return new DefinitionReader.Result.Invalid(
                    List.of(Violation.bounded(
                            Code.INVALID_DEFINITION,
                            null,
                            e.toString(),
                            "the definition could not be read (where='" + Violation.cut(e.toString())
                                    + "'); it was refused and nothing was changed. Simplify it, and tell your"
                                    + " operator.")),
                    List.of());
        }
    }

    private Step announcing(Definition definition, int version, List<Violation> warnings) {
        Instant now = lane.now();
        return Announcing.of(lane, event(definition, version, file.path(), now), new Settling(() -> {
            long next = lane.home()
                    .datasets()
                    .get(definition.id().name())
                    .map(AcceptedDefinition::nextWriteTimestamp)
                    .orElse(0L);
            AcceptedDefinition.Reach reach = new AcceptedDefinition.Reach(
                    lane.topics().rows(), lane.growth().announcedTo());
            lane.home().datasets().save(new AcceptedDefinition(definition, version, next, reach));
            lane.forgetQueue();
            lane.home().outbox().done(file, Report.ofDefinition(file, definition, version, now, warnings));
            lane.fileLog().out(file, "defines " + definition.subject() + " version " + version);
        }));
    }

    /** What is told of a definition in force. */
    static DatasetDefined event(Definition definition, int version, String file, Instant time) {
        return new DatasetDefined(
                definition.id(),
                time,
                file,
                definition.table(),
                version,
                definition.keyspace(),
                definition.partitionKey(),
                definition.clusteringColumns(),
                definition.schema().toString());
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        return Optional.of(Refusals.definition(lane, file, List.of(ImportProblems.unexpected(e)), List.of()));
    }
}
