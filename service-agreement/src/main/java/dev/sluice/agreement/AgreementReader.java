package dev.sluice.agreement;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.agreement.ServiceAgreement.Reading;
import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a service agreement, and finds all that is wrong with it at once. */
public final class AgreementReader {
    static final String RESOURCES = "resources";

    private static final String CLIENT = "client";
    private static final String RETENTION = "data_retention_period_days";
    private static final String SCHEDULE = "schedule";
    private static final String ROWS_PER_SECOND = "max.rows.per.second";
    private static final String KEYSPACES = "keyspaces";
    private static final String REQUIRE_ENCRYPTION = "require.encryption";
    private static final String RECIPIENT_KEYS = "pgp.recipient.keys";
    private static final String SIGNER_KEYS = "pgp.signer.keys";
    private static final Set<String> KEYS = Set.of(
            CLIENT,
            RETENTION,
            SCHEDULE,
            ROWS_PER_SECOND,
            KEYSPACES,
            REQUIRE_ENCRYPTION,
            RECIPIENT_KEYS,
            SIGNER_KEYS,
            /* of deployments */ RESOURCES);

    private static final String PUBLIC_KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    private static final BigDecimal MOST_DAYS = new BigDecimal(36_500);
    private static final BigDecimal MOST_ROWS = new BigDecimal(1_000_000_000);
    private static final int LONGEST_SHOWN = 100;
    /** What Cassandra allows in a keyspace's name, and wildcards. */
    private static final Pattern KEYSPACE = Pattern.compile("[a-zA-Z0-9_*?]{1,48}");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ZoneId zone;
    private final List<Problem> problems = new ArrayList<>();

    private AgreementReader(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads an agreement.
     *
     * @param zone of its schedule
     */
    public static Reading read(byte[] json, ZoneId zone) {
        AgreementReader reader = new AgreementReader(zone);
        Optional<ServiceAgreement> agreement = reader.read(json);
        return new Reading(agreement, reader.problems);
    }

    private Optional<ServiceAgreement> read(byte[] json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (IOException e) {
            problem("", "it is not JSON: " + firstLine(e) + "; nothing of it can be read. Correct it there.");
            return Optional.empty();
        }
        if (!root.isObject()) {
            problem("", "it is not a JSON object; nothing of it can be read. Write {\"client\": …}.");
            return Optional.empty();
        }
        unknownKeys(root);
        Optional<Tenant> client = client(root.get(CLIENT));
        Optional<BigDecimal> days = number(
                root,
                RETENTION,
                MOST_DAYS,
                "it is not known when files in out/ are to be deleted. Write days, such as 7, or leave the key out to keep"
                        + " them for ever");
        Optional<BigDecimal> rows = number(
                root,
                ROWS_PER_SECOND,
                MOST_ROWS,
                "it is not known how fast the tenant may be. Write rows in a second, such as 5000, or leave the key out"
                        + " for no limit");
        return Optional.of(new ServiceAgreement(
                client,
                days.map(number -> OptionalInt.of(
                                number.setScale(0, RoundingMode.UP).intValue()))
                        .orElse(OptionalInt.empty()),
                schedule(root.get(SCHEDULE)),
                rows.map(number -> OptionalDouble.of(number.doubleValue())).orElse(OptionalDouble.empty()),
                keyspaces(root.get(KEYSPACES), client),
                new EncryptionTerms(
                        requireEncryption(root.get(REQUIRE_ENCRYPTION)),
                        publicKeys(root, RECIPIENT_KEYS),
                        publicKeys(root, SIGNER_KEYS)),
                new ResourcesReader(problems).read(root.get(RESOURCES))));
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void unknownKeys(JsonNode root) {
        Set<String> unknown = new TreeSet<>();
        root.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        unknown.forEach(key -> problem(
                key,
                "'" + key + "' means nothing here; it would be forgotten in silence. Known are "
                        + String.join(", ", new TreeSet<>(KEYS)) + ": correct the name, or take it out."));
    }

    private Optional<Tenant> client(JsonNode node) {
        if (node != null && node.isTextual() && Tenant.isValid(node.asText())) {
            return Optional.of(new Tenant(node.asText()));
        }
        problem(
                CLIENT,
                (node == null ? "client is missing" : at(CLIENT, node) + " is not a valid tenant's name")
                        + "; it names directories, keyspaces and topics' records. Write a lower-case letter followed by at"
                        + " most 39 lower-case letters, digits or underscores.");
        return Optional.empty();
    }

    /** As a number, or as a text that is one. */
    private Optional<BigDecimal> number(JsonNode root, String key, BigDecimal most, String rest) {
        JsonNode node = root.get(key);
        if (node == null) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(
                    node.isNumber() || node.isTextual() ? node.asText().trim() : "");
            if (number.signum() > 0 && number.compareTo(most) <= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        problem(key, at(key, node) + " is not a number above 0 and up to " + most + "; " + rest + ".");
        return Optional.empty();
    }

    private Optional<Schedule> schedule(JsonNode node) {
        if (node == null) {
            return Optional.empty();
        }
        try {
            // What is no text is shown as it is, and is never cron.
            return Optional.of(Schedule.parse(node.isTextual() ? node.asText() : node.toString(), zone));
        } catch (IllegalArgumentException e) {
            problem(SCHEDULE, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<List<String>> keyspaces(JsonNode node, Optional<Tenant> client) {
        if (node == null) {
            return Optional.empty();
        }
        List<String> globs = new ArrayList<>();
        boolean bad = !node.isArray() || node.isEmpty();
        for (JsonNode name : node) {
            String glob =
                    name.asText().replace("${tenant}", client.map(Tenant::name).orElse("tenant"));
            bad |= !name.isTextual() || !KEYSPACE.matcher(glob).matches();
            globs.add(glob);
        }
        if (bad) {
            problem(
                    KEYSPACES,
                    at(KEYSPACES, node) + " is not a list of keyspaces' names; no definition of the tenant would be"
                            + " accepted. Write [\"${tenant}_*\"], for instance, or leave the key out for the connector's"
                            + " own setting.");
            return Optional.empty();
        }
        return Optional.of(List.copyOf(globs));
    }

    private Optional<Boolean> requireEncryption(JsonNode node) {
        if (node == null || node.isBoolean()) {
            return Optional.ofNullable(node).map(JsonNode::booleanValue);
        }
        problem(
                REQUIRE_ENCRYPTION,
                at(REQUIRE_ENCRYPTION, node)
                        + " is neither true nor false; it is not known whether files in clear text may"
                        + " be loaded. Write one of them, or leave the key out for the connector's own setting.");
        return Optional.empty();
    }

    private Optional<String> publicKeys(JsonNode root, String key) {
        JsonNode node = root.get(key);
        if (node == null || (node.isTextual() && node.asText().contains(PUBLIC_KEY))) {
            return Optional.ofNullable(node).map(JsonNode::asText);
        }
        // Not shown: somebody may have put a private key there.
        problem(
                key,
                key + " is no armored public key; nothing could be encrypted to it, nor a signature trusted. Write what"
                        + " gpg --armor --export prints, or leave the key out for the connector's own setting.");
        return Optional.empty();
    }

    private static String at(String key, JsonNode node) {
        return key + " (where='" + shown(node) + "')";
    }

    /** For messages. */
    static String shown(JsonNode node) {
        String text = node.isTextual() ? node.asText() : node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private void problem(String key, String message) {
        problems.add(new Problem(key, message));
    }
}
