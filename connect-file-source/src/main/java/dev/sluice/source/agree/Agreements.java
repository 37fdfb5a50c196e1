package dev.sluice.source.agree;

import dev.sluice.agreement.AgreementReader;
import dev.sluice.agreement.EncryptionTerms;
import dev.sluice.agreement.Problem;
import dev.sluice.agreement.ServiceAgreement;
import dev.sluice.contract.Tenant;
import dev.sluice.source.crypt.Certificates;
import dev.sluice.source.crypt.UnusableKeyException;
import dev.sluice.source.discover.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's agreements: {@code {dir}/{tenant}.json}, or {@code {dir}/{tenant}/service-agreement.json}. A file is read again when it
 * has changed. One that is bad is told of, once, and leaves the last good one in force; if there has been none, its tenant is not
 * served, for nobody knows within which bounds. Links are followed here, since operators mount these files so. Poll thread.
 */
public final class Agreements implements TermsSource {
    private static final Logger log = LoggerFactory.getLogger(Agreements.class);
    private static final long MAX_BYTES = 1 << 20;
    private static final String SUFFIX = ".json";
    private static final String IN_FOLDER = "service-agreement.json";

    /** Which file was read; what it gave. */
    private record Known(Object stamp, Optional<Terms> terms) {}

    private final Path directory;
    private final Function<Tenant, Terms> byDefault;
    private final ZoneId zone;
    private final Map<Tenant, Known> known = new HashMap<>();

    public Agreements(Path directory, Function<Tenant, Terms> byDefault, ZoneId zone) {
        this.directory = directory;
        this.byDefault = byDefault;
        this.zone = zone;
    }

    @Override
    public Optional<Terms> of(Tenant tenant) {
        Known before = known.get(tenant);
        Known now = look(tenant, before);
        known.put(tenant, now);
        return now.terms();
    }

    private Known look(Tenant tenant, Known before) {
        Optional<Terms> lastGood = before == null ? Optional.empty() : before.terms();
        List<Path> found = new ArrayList<>();
        List<Object> stamp = new ArrayList<>();
        try {
            for (Path file : List.of(
                    directory.resolve(tenant.name() + SUFFIX),
                    directory.resolve(tenant.name()).resolve(IN_FOLDER))) {
                stamp(file).ifPresent(seen -> {
                    found.add(file);
                    stamp.add(seen);
                });
            }
            if (before != null && before.stamp().equals(stamp)) {
                return before;
            }
            return new Known(stamp, found.isEmpty() ? none(tenant) : read(tenant, found, lastGood));
        } catch (IOException e) {
            String trouble = e.toString();
            if (before == null || !before.stamp().equals(trouble)) {
                log.warn(
                        "agreement of tenant '{}' cannot be read (where='{}'); {}. Check agreements.dir and its"
                                + " permissions.",
                        tenant,
                        trouble,
                        consequence(lastGood));
            }
            return new Known(trouble, lastGood);
        }
    }

    private static Optional<Object> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(List.of(
                    file, attributes.size(), attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A directory that is gone as a whole is not an agreement that was ended. */
    private Optional<Terms> none(Tenant tenant) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        Terms terms = byDefault.apply(tenant);
        log.warn(
                "tenant '{}' has no agreement; the connector's own settings are in force: {}. Put {}{} into"
                        + " agreements.dir.",
                tenant,
                terms,
                tenant,
                SUFFIX);
        return Optional.of(terms);
    }

    private Optional<Terms> read(Tenant tenant, List<Path> files, Optional<Terms> lastGood) throws IOException {
        Path file = files.get(0);
        List<String> problems = new ArrayList<>();
        Optional<Terms> terms = Optional.empty();
        if (files.size() > 1) {
            problems.add("it is one of two of the same tenant (where='" + files.get(1) + "')");
        } else if (Files.size(file) > MAX_BYTES) {
            problems.add("it is larger than " + MAX_BYTES + " bytes");
        } else {
            terms = terms(tenant, Files.readAllBytes(file), problems);
        }
        if (terms.isEmpty()) {
            log.error(
                    "agreement (where='{}') is not in order; {}. Correct the file; it is read again then. What is wrong: {}",
                    file,
                    consequence(lastGood),
                    String.join(" And: ", problems));
            return lastGood;
        }
        log.info("agreement of tenant '{}': {}", tenant, terms.get());
        return terms;
    }

    /**
     * Empty if there are problems. Those of resources are none here: nothing of this connector is made from them, and no tenant's files
     * shall wait for them.
     */
    Optional<Terms> terms(Tenant tenant, byte[] json, List<String> problems) {
        ServiceAgreement.Reading reading = AgreementReader.read(json, zone);
        reading.problems().stream()
                .filter(problem -> !problem.isOfResources())
                .map(Problem::message)
                .forEach(problems::add);
        reading.agreement()
                .flatMap(ServiceAgreement::client)
                .filter(client -> !client.equals(tenant))
                .ifPresent(
                        client -> problems.add("it is of another client (where='" + client + "') than its name says"));
        Terms rest = byDefault.apply(tenant);
        Optional<Encryption> encryption = reading.agreement()
                .flatMap(agreement -> encryption(agreement.encryption(), rest.encryption(), problems));
        return reading.agreement()
                .filter(agreement -> problems.isEmpty())
                .map(agreement -> new Terms(
                        agreement
                                .keyspaces()
                                .map(names -> names.stream().map(Glob::new).toList())
                                .orElse(rest.keyspaces()),
                        agreement.schedule().orElse(rest.schedule()),
                        agreement.rowsPerSecond().orElse(rest.rowsPerSecond()),
                        agreement.retentionDays().orElse(rest.retentionDays()),
                        encryption.orElse(rest.encryption())));
    }

    private static Optional<Encryption> encryption(EncryptionTerms agreed, Encryption rest, List<String> problems) {
        try {
            // Those that expire later must not end an agreement; what is encrypted to them, or signed, tells.
            Optional<Certificates> recipients = agreed.recipientKeys().map(Certificates::read);
            Optional<Certificates> signers = agreed.signerKeys().map(Certificates::read);
            return Optional.of(new Encryption(
                    agreed.required().orElse(rest.required()),
                    recipients.or(rest::recipients),
                    signers.isPresent() ? rest.decryption().demanding(signers) : rest.decryption()));
        } catch (UnusableKeyException e) {
            problems.add("pgp.recipient.keys or pgp.signer.keys cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String consequence(Optional<Terms> lastGood) {
        return lastGood.isPresent()
                ? "the last good one stays in force"
                : "no new file of the tenant is taken, because its limits are not known";
    }
}
