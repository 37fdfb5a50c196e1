package dev.sluice.tenant.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.agreement.EncryptionTerms;
import dev.sluice.agreement.Quantity;
import dev.sluice.agreement.Quantity.Kind;
import dev.sluice.agreement.Schedule;
import dev.sluice.agreement.ServiceAgreement;
import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A source connector's JSON in which <code>${tenant}</code> stands for the tenant and <code>${name}</code> for the tenant with hyphens instead
 * of underscores, since names of Kubernetes have none of those.
 */
public final class Template {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TASKS = 16;

    private final JsonNode root;

    private Template(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a template.
     *
     * @throws IOException if it is not <code>{"name": …, "config": {…}}</code> for one tenant
     */
    public static Template parse(byte[] json) throws IOException {
        JsonNode root = JSON.readTree(json);
        if (!root.path("name").asText().contains("${name}")
                || !root.at("/config/tenant").asText().equals("${tenant}")) {
            throw new IOException(
                    "it is no connector of one tenant: its name must contain ${name}, and its key 'tenant' be"
                            + " ${tenant}");
        }
        return new Template(root);
    }

    /** A tenant's name where underscores are not allowed; no two tenants have the same. */
    public static String dashed(Tenant tenant) {
        return tenant.name().replace('_', '-');
    }

    /** What the connector of a tenant is called. */
    public String nameFor(Tenant tenant) {
        return filled(root.path("name").asText(), tenant);
    }

    /**
     * The connector of an agreement. What the agreement does not say stays as the template has it.
     *
     * @param zone of its schedule
     */
    public Connector render(ServiceAgreement agreement, ZoneId zone) {
        Tenant tenant = agreement.client().orElseThrow();
        Map<String, String> config = new LinkedHashMap<>();
        root.path("config")
                .properties()
                .forEach(entry ->
                        config.put(entry.getKey(), filled(entry.getValue().asText(), tenant)));
        tasks(agreement).ifPresent(tasks -> config.put("tasks.max", Integer.toString(tasks)));
        agreement.keyspaces().ifPresent(names -> config.put("keyspaces", String.join(",", names)));
        agreement.schedule().map(Schedule::text).ifPresent(text -> {
            config.put("schedule", text);
            config.put("schedule.timezone", zone.getId());
        });
        agreement
                .rowsPerSecond()
                .ifPresent(rows -> config.put("max.rows.per.second", Long.toString((long) Math.ceil(rows))));
        agreement.retentionDays().ifPresent(days -> config.put("retention.days", Integer.toString(days)));
        EncryptionTerms encryption = agreement.encryption();
        encryption.required().ifPresent(required -> config.put("require.encryption", required.toString()));
        encryption.recipientKeys().ifPresent(keys -> config.put("pgp.recipient.keys", keys));
        encryption.signerKeys().ifPresent(keys -> config.put("pgp.signer.keys", keys));
        return new Connector(nameFor(tenant), config);
    }

    private static String filled(String text, Tenant tenant) {
        return text.replace("${tenant}", tenant.name()).replace("${name}", dashed(tenant));
    }

    /**
     * A task is one thread, so a tenant gets as many as it has cores, its limit rather than its request. One dataset is one task's, so
     * more tasks than datasets idle.
     */
    private static Optional<Integer> tasks(ServiceAgreement agreement) {
        return Optional.ofNullable(agreement.resources().limits().get(Kind.CPU.key()))
                .or(() -> Optional.ofNullable(agreement.resources().requests().get(Kind.CPU.key())))
                .map(Quantity::value)
                .map(cores -> cores.setScale(0, RoundingMode.UP).min(BigDecimal.valueOf(MOST_TASKS)))
                .map(BigDecimal::intValueExact);
    }
}
