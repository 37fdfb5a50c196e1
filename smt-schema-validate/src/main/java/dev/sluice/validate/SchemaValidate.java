package dev.sluice.validate;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.validate.check.Checked;
import dev.sluice.validate.check.RowChecks;
import dev.sluice.validate.report.Counters;
import dev.sluice.validate.report.Registration;
import dev.sluice.validate.route.Acceptance;
import dev.sluice.validate.route.AsDataException;
import dev.sluice.validate.route.Refusal;
import dev.sluice.validate.route.Rejections;
import dev.sluice.validate.route.ToErrorsTopic;
import dev.sluice.validate.route.Wording;
import dev.sluice.validate.schema.PinnedContracts;
import dev.sluice.validate.schema.RegistrySchemaSource;
import dev.sluice.validate.schema.SchemaSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every row against the Schema Registry version that its import is pinned to. An accepted row goes on typed; a refused row goes
 * on as a rejection, or fails; everything else passes as it came.
 *
 * <p>Pure: Connect applies a transform again to the same record after a retriable failure, so a record is never changed, and the same
 * record gives an equal result. {@link #configure} and {@link #apply} are for one thread; {@link #close} is for any, at any time.
 */
public abstract class SchemaValidate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    public static final String OVERVIEW_DOC =
            "Checks every row of text against its Schema Registry version. Accepted rows become typed "
                    + "records with a typed key; refused rows go, with every violation, to an errors topic or to the connector's dead letter queue.";

    private static final Logger LOG = LoggerFactory.getLogger(SchemaValidate.class);

    private final AtomicReference<Resources> resources = new AtomicReference<>();
    private SchemaValidateConfig.OnUnknown onUnknown;
    private Imports imports;
    private Rejections rejections;
    private Refusal refusal;
    private Counters counters;

    /** What must be given back. */
    private record Resources(SchemaSource source, Registration registration) {
        void release() {
            registration.close();
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
        PinnedContracts contracts = new PinnedContracts(
                source,
                config.cacheSize(),
                config.notFoundRetryMs(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        onUnknown = config.onUnknown();
        imports = new Imports(new RowChecks(contracts, config.zone(), config.cacheSize()), config.cacheSize());
        rejections = new Rejections(new Wording(config.showsValues()), config.rawMaxChars());
        refusal = config.onInvalid() == SchemaValidateConfig.OnInvalid.FAIL
                ? new AsDataException()
                : new ToErrorsTopic(config.errorsTopic());
        counters = new Counters(contracts::calls);
        release(resources.getAndSet(new Resources(source, Registration.of(counters))));
    }

    @Override
    public R apply(R record) {
        String encodedImport =
                SluiceHeaders.text(record.headers(), SluiceHeaders.IMPORT).orElse(null);
        if (SluiceHeaders.isEvent(record.headers())) {
            return passed(record);
        }
        if (encodedImport == null) {
            return Rejection.isRejection(record.valueSchema()) ? passed(record) : unknown(record);
        }
        Imports.Pinned pinned = imports.of(encodedImport);
        if (!pinned.isRow(record.valueSchema()) && Rejection.isRejection(record.valueSchema())) {
            return passed(record);
        }
        return checked(record, pinned.context(), pinned.check(row(record)));
    }

    @Override
    public ConfigDef config() {
        return SchemaValidateConfig.CONFIG_DEF;
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    @Override
    public void close() {
        release(resources.getAndSet(null));
    }

    private R checked(R record, ImportContext context, Checked checked) {
        if (checked instanceof Checked.Accepted row) {
            R accepted = Acceptance.accept(record, row);
            counters.accepted();
            return accepted;
        }
        Rejection rejection = rejections.of(record, context, ((Checked.Refused) checked).findings());
        counters.rejected(rejection.violations());
        return refusal.refuse(record, rejection);
    }

    private R passed(R record) {
        counters.passed();
        return record;
    }

    private R unknown(R record) {
        if (onUnknown == SchemaValidateConfig.OnUnknown.REJECT) {
            throw new DataException(
                    "record (where='topic " + record.topic() + "') has no header " + SluiceHeaders.IMPORT
                            + ", so its schema cannot be told; it was not passed on. Set on.unknown=pass, or restrict the transform "
                            + "with a predicate.");
        }
        return passed(record);
    }

    private static Struct row(ConnectRecord<?> record) {
        if (record.value() instanceof Struct row) {
            return row;
        }
        throw new DataException("record (where='topic " + record.topic() + "') has header " + SluiceHeaders.IMPORT
                + ", but its value is no Struct; it was not passed on. Use a converter that keeps schemas, and no transform "
                + "before this one that takes them away.");
    }

    private static void release(Resources held) {
        if (held != null) {
            held.release();
        }
    }
}
