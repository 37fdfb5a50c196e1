package dev.sluice.source.define;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.discover.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Reads a tenant's definition, strictly: what is not known is refused, and all problems are told at once. Pure; any thread.
 */
public final class DefinitionReader {
    /** Definitions that are larger are refused unread: their event must fit into a record of usual size. */
    public static final int MAX_BYTES = 1 << 19;

    private static final Set<String> KEYS = union(
            ErrorPolicy.KEYS,
            "name",
            "file_type",
            "key_space",
            "csv.first.row.as.header",
            "schema",
            "primary_key",
            "max_file_size_mb",
            "file_pattern",
            "csv",
            "unknown_columns",
            "empty_as",
            "ttl_seconds",
            "rules");
    private static final Pattern KEYSPACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
    private static final long MAX_MEGABYTES = 1L << 24;
    private static final long MAX_TTL_SECONDS = 630_720_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static Set<String> union(Set<String> some, String... others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(others));
        return Set.copyOf(all);
    }

    private final Tenant tenant;
    private final Predicate<String> keyspaces;

    /**
     * Reads the definitions of one tenant.
     *
     * @param keyspaces whether the operator allows a keyspace to the tenant
     */
    public DefinitionReader(Tenant tenant, Predicate<String> keyspaces) {
        this.tenant = tenant;
        this.keyspaces = keyspaces;
    }

    /** What came of reading a definition. */
    public sealed interface Result {
        /**
         * It is in order.
         *
         * @param warnings what its writer may not have meant
         */
        record Valid(Definition definition, List<Violation> warnings) implements Result {}

        record Invalid(List<Violation> violations, List<Violation> warnings) implements Result {}
    }

    /** The dataset that a definition speaks of, if it can be told, however wrong the rest is. */
    public static Optional<String> name(byte[] bytes) {
        try {
            return Optional.ofNullable(MAPPER.readTree(bytes))
                    .map(json -> json.path("name").asText(""))
                    .filter(DatasetId::isValidName);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Result read(byte[] bytes) {
        Problems problems = new Problems();
        if (bytes.length >= MAX_BYTES) {
            problems.add(null, bytes.length + " bytes", "the definition is too large", "Make it smaller than 512 KiB.");
            return new Result.Invalid(problems.violations(), problems.warnings());
        }
        Optional<JsonNode> json = parse(bytes, problems);
        Optional<Definition> definition =
                json.flatMap(object -> read(object, new String(bytes, StandardCharsets.UTF_8), problems));
        return definition.isPresent() && problems.isEmpty()
                ? new Result.Valid(definition.get(), problems.warnings())
                : new Result.Invalid(problems.violations(), problems.warnings());
    }

    private static Optional<JsonNode> parse(byte[] bytes, Problems problems) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json != null && json.isObject()) {
                return Optional.of(json);
            }
            problems.add(null, "", "the definition is not a JSON object", "Begin it with { and end it with }.");
        } catch (JsonProcessingException e) {
            problems.add(
                    null,
                    e.getOriginalMessage() + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
                    "the definition is not valid JSON",
                    "Correct it as the message in parentheses says.");
        } catch (IOException e) {
            problems.add(null, e.getMessage(), "the definition is not valid JSON in UTF-8", "Correct it.");
        }
        return Optional.empty();
    }

    private Optional<Definition> read(JsonNode json, String text, Problems problems) {
        Node node = new Node("", json, KEYS, problems);
        Optional<String> name = node.requiredText("name");
        if (name.isPresent() && !DatasetId.isValidName(name.get())) {
            problems.add(
                    "name",
                    name.get(),
                    "the dataset's name is not valid",
                    "Use a letter or digit followed by at most 99 letters, digits, dots, underscores or hyphens.");
        }
        node.choice("file_type", Set.of("csv"), "csv");
        Optional<String> keyspace = node.requiredText("key_space");
        keyspace.ifPresent(value -> checkKeyspace(value, problems));
        Optional<Schema> schema = node.required("schema").flatMap(value -> SchemaReader.read(value, tenant, problems));
        Optional<PrimaryKey> key = node.required("primary_key").map(value -> PrimaryKey.read(value, problems));
        if (schema.isPresent() && key.isPresent()) {
            key.get().check(schema.get(), problems);
            EncryptedColumns.checkKey(schema.get(), key.get(), problems);
        }
        boolean header = node.flag("csv.first.row.as.header", true);
        boolean ignoreUnknown = node.choice("unknown_columns", Set.of("reject", "ignore"), "reject")
                .equals("ignore");
        String emptyAs = node.choice("empty_as", Set.of("null", "empty", "unset"), "null");
        Optional<Long> ttl = node.positive("ttl_seconds", MAX_TTL_SECONDS);
        long maxBytes = node.positive("max_file_size_mb", MAX_MEGABYTES).orElse(MAX_MEGABYTES) << 20;
        CsvFormat format = CsvFormatReader.read(node.get("csv"), problems);
        ErrorPolicy errors = ErrorPolicy.read(node);
        Optional<JsonNode> rules = node.get("rules");
        if (rules.isPresent() && !rules.get().isArray()) {
            node.wrong("rules", rules.get(), "a list of rules");
        }
        String pattern = node.text("file_pattern").orElse("{name}*.csv*").replace("{name}", name.orElse(""));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Schema registered = schema.orElseThrow();
        registered.addProp(SchemaProperties.DATASET, name.orElseThrow());
        registered.addProp(SchemaProperties.KEYSPACE, keyspace.orElseThrow());
        registered.addProp(
                SchemaProperties.PRIMARY_KEY, (Object) key.orElseThrow().toProperty());
        registered.addProp(SchemaProperties.EMPTY_AS, emptyAs);
        ttl.ifPresent(seconds -> registered.addProp(SchemaProperties.TTL_SECONDS, (Object) seconds.intValue()));
        rules.ifPresent(list -> registered.addProp(SchemaProperties.RULES, MAPPER.convertValue(list, Object.class)));
        return Optional.of(new Definition(
                new DatasetId(tenant, name.orElseThrow()),
                registered.getName(),
                keyspace.orElseThrow(),
                registered,
                key.orElseThrow().partitionKey(),
                key.orElseThrow().clusteringColumns(),
                header,
                ignoreUnknown,
                new Glob(pattern),
                maxBytes,
                format,
                errors,
                text));
    }

    private void checkKeyspace(String keyspace, Problems problems) {
        if (!KEYSPACE.matcher(keyspace).matches()) {
            problems.add(
                    "key_space",
                    keyspace,
                    "the keyspace's name is not valid",
                    "Use a letter followed by at most 47 letters, digits or underscores.");
        } else if (!keyspaces.test(keyspace)) {
            problems.add(
                    Code.KEYSPACE_NOT_ALLOWED,
                    "key_space",
                    keyspace,
                    "the keyspace is not one that '" + tenant + "' may use",
                    "Use one that your operator has agreed to, or ask your operator to allow it.");
        }
    }
}
