package dev.sluice.validate;

import dev.sluice.check.Checked;
import dev.sluice.check.Wording;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.metrics.MBeans;
import dev.sluice.validate.encrypt.RowCiphers;
import dev.sluice.validate.parse.Parsed;
import dev.sluice.validate.parse.RowParser;
import dev.sluice.validate.report.Counters;
import dev.sluice.validate.report.WorkerMetrics;
import dev.sluice.validate.route.Acceptance;
import dev.sluice.validate.route.AsDataException;
import dev.sluice.validate.route.Origin;
import dev.sluice.validate.route.Refusal;
import dev.sluice.validate.route.Rejections;
import dev.sluice.validate.route.ToErrorsTopic;
import dev.sluice.validate.schema.LatestVersions;
import dev.sluice.validate.schema.PinnedSchemas;
import dev.sluice.validate.schema.RegistrySchemaSource;
import dev.sluice.validate.schema.RowChecks;
import dev.sluice.validate.schema.SchemaSource;
import dev.sluice.validate.schema.TimedSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every row against the Schema Registry version that its import is pinned to. An accepted row goes on typed, the values of
 * encrypted columns as ciphertext; a refused row goes on as a rejection, or fails; everything else passes as it came.
 *
 * <p>Pure: Connect applies a transform again to the same record after a retriable failure, so a record is never changed, and the same
 * record gives an equal result; but for the ciphertexts of random columns, which differ each time and mean the same, so that it does not
 * matter which of them a sink keeps. {@link #configure} and {@link #apply} are for one thread; {@link #close} is for any, at any
 * time.
 */
public abstract class SchemaValidate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned, Monitorable {
    public static final String OVERVIEW_DOC =
            "Checks every row of text against its Schema Registry version. Accepted rows become typed "
                    + "records with a typed key; refused rows go, with every violation, to an errors topic or to the connector's dead letter queue.";

    private static final Logger LOG = LoggerFactory.getLogger(SchemaValidate.class);

    private final AtomicReference<Resources> resources = new AtomicReference<>();
    private SchemaValidateConfig.OnUnknown onUnknown;
    private RowParser parser;
    private Targets targets;
    private Acceptance acceptance;
    private Rejections rejections;
    private Refusal refusal;
    private volatile Counters counters = new Counters(new TimedSource(null, System::nanoTime));

    /** What must be given back. */
    private record Resources(SchemaSource source, MBeans beans) {
        void release() {
            beans.close();
            source.close();
        }
    }

    /** Checks the value of a record, and gives it its key; the name for configs is {@code dev.sluice.validate.SchemaValidate$Value}. */
    public static final class Value<R extends ConnectRecord<R>> extends SchemaValidate<R> {}

    @Override
    public void configure(Map<String, ?> settings) {
        SchemaValidateConfig config = new SchemaValidateConfig(settings);
        RegistrySettings registry = config.registry();
        configure(
                config,
                RegistrySchemaSource.connect(
                        registry.urls(), config.cacheSize(), registry.forClient(), registry.headers()));
        LOG.info("Validating rows: {}", config.summary());
    }

    /** For tests: with schemas from elsewhere. */
    void configure(SchemaValidateConfig config, SchemaSource source) {
        TimedSource timed = new TimedSource(source, System::nanoTime);
        LongSupplier nowMs = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        int capacity = config.cacheSize();
        PinnedSchemas schemas =
                new PinnedSchemas(timed, config.input().notation(), capacity, config.notFoundRetryMs(), nowMs);
        onUnknown = config.onUnknown();
        parser = new RowParser(config.input().textFormat());
        targets = new Targets(
                new RowChecks(schemas, capacity),
                new RowCiphers(config.columnKeys(), capacity, nowMs),
                config.versions().subject(),
                versions(config, timed, nowMs),
                capacity);
        acceptance = new Acceptance(config.marksWarnings());
        rejections = new Rejections(new Wording(config.showsValues()), config.rawMaxChars());
        refusal = config.onInvalid() == SchemaValidateConfig.OnInvalid.FAIL
                ? new AsDataException()
                : new ToErrorsTopic(config.errorsTopic(), config.maxMessageBytes());
        Counters fresh = new Counters(timed);
        counters = fresh;
        MBeans beans = new MBeans();
        beans.showNext("dev.sluice:type=smt-schema-validate", fresh);
        release(resources.getAndSet(new Resources(source, beans)));
    }

    private static Function<String, SubjectVersion> versions(
            SchemaValidateConfig config, SchemaSource source, LongSupplier nowMs) {
        OptionalInt fixed = config.versions().fixed();
        if (fixed.isPresent()) {
            return subject -> new SubjectVersion(subject, fixed.getAsInt());
        }
        LatestVersions latest = new LatestVersions(
                source, config.cacheSize(), config.versions().refreshMs(), config.notFoundRetryMs(), nowMs);
        return latest::of;
    }

    @Override
    public R apply(R record) {
        if (SluiceHeaders.isEvent(record.headers())) {
            return passed(record);
        }
        String encodedImport =
                SluiceHeaders.text(record.headers(), SluiceHeaders.IMPORT).orElse(null);
        if (encodedImport == null && Rejection.isRejection(record.valueSchema())) {
            return passed(record);
        }
        Targets.Target target = targets.of(record, encodedImport).orElse(null);
        if (target == null) {
            return unknown(record, "its schema cannot be told");
        }
        if (encodedImport != null && target.isRejection(record.valueSchema())) {
            return passed(record);
        }
        return parsed(record, target, encodedImport != null);
    }

    @Override
    public ConfigDef config() {
        return SchemaValidateConfig.CONFIG_DEF;
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    /** Called by workers from Kafka 4.1 on. */
    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        WorkerMetrics.register(metrics, () -> counters);
    }

    @Override
    public void close() {
        release(resources.getAndSet(null));
    }

    private R parsed(R record, Targets.Target target, boolean imported) {
        Parsed parsed = parser.parse(record.value());
        if (parsed instanceof Parsed.Row row) {
            return checked(record, target, target.check(record, row));
        }
        if (parsed instanceof Parsed.Broken broken) {
            return checked(record, target, new Checked.Refused(List.of(broken.finding())));
        }
        if (imported) {
            throw new DataException("record (where='topic " + record.topic() + "') has header " + SluiceHeaders.IMPORT
                    + ", but its value is no row; it was not passed on. Use a converter that keeps schemas, and no transform "
                    + "before this one that takes them away.");
        }
        return unknown(record, "its value is no row");
    }

    private R checked(R record, Targets.Target target, Checked checked) {
        if (checked instanceof Checked.Accepted row) {
            R accepted = acceptance.accept(record, target.stored(row));
            counters.accepted();
            if (!row.warnings().isEmpty()) {
                counters.warned(target.id(), row.warnings(), () -> {
                    Origin origin = target.origin(record);
                    return origin.file() + " (" + origin.place() + ")";
                });
            }
            return accepted;
        }
        Rejection rejection = rejections.of(
                record, target.origin(record), ((Checked.Refused) checked).findings(), target.tellsText());
        counters.rejected(rejection.violations());
        return refusal.refuse(record, rejection);
    }

    private R passed(R record) {
        counters.passed();
        return record;
    }

    private R unknown(R record, String why) {
        if (onUnknown == SchemaValidateConfig.OnUnknown.REJECT) {
            throw new DataException("record (where='topic " + record.topic() + "') is not known: " + why
                    + "; it was not passed on. Set on.unknown=pass, give it what subject, version and text.format ask for, or "
                    + "restrict the transform with a predicate.");
        }
        return passed(record);
    }

    private static void release(Resources held) {
        if (held != null) {
            held.release();
        }
    }
}
