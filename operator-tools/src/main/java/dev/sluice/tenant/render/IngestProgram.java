package dev.sluice.tenant.render;

import dev.sluice.agreement.Quantity;
import dev.sluice.agreement.Resources;
import dev.sluice.agreement.Schedule;
import dev.sluice.agreement.ServiceAgreement;
import dev.sluice.contract.Tenant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tenant's own ingest program on Kubernetes: it reads {@code {SOURCE_PATH}/{CLIENT_ID}/raw} and drops cleaned files into {@code …/in}. With a
 * schedule it is a {@code CronJob}, else a {@code Deployment}. It is the tenant's code, so it sees no other tenant's directory and no
 * service account, and may write nowhere but there and in {@code /tmp}.
 *
 * @param image of the program
 * @param claim the volume claim of the staging directory
 * @param sourcePath where the program finds it
 * @param user numeric user and group that it runs as; the group is the one that may write into {@code in/}
 * @param group see {@code user}
 */
public record IngestProgram(
        String image, Optional<String> namespace, String claim, String sourcePath, long user, long group) {
    /** Kubernetes' cron has Sunday as 0 only. */
    private static final Pattern SUNDAY_AS_7 = Pattern.compile("(\\S+\\s+){4}(.*[,-])?7([,/].*)?");

    private static final int LATEST_START_SECONDS = 600;
    private static final int RETRIES = 2;

    /**
     * Why Kubernetes would not take the schedule, which Sluice takes.
     *
     * @return what is wrong, what follows, what to do
     */
    public static Optional<String> problem(ServiceAgreement agreement) {
        return agreement
                .schedule()
                .map(Schedule::text)
                .filter(text -> SUNDAY_AS_7.matcher(text).matches())
                .map(text -> "schedule (where='" + text
                        + "') has Sunday as 7, which Kubernetes refuses; no CronJob could be made. Write 0.");
    }

    /** A YAML document. */
    public String render(ServiceAgreement agreement, ZoneId zone) {
        Tenant tenant = agreement.client().orElseThrow();
        String name = Template.dashed(tenant) + "-ingest";
        Map<String, Object> labels = Yaml.map("app.kubernetes.io/name", name, "app.kubernetes.io/part-of", "sluice");
        Map<String, Object> metadata = Yaml.map("name", name);
        namespace.ifPresent(one -> metadata.put("namespace", one));
        metadata.put("labels", labels);
        metadata.put("annotations", Yaml.map("sluice.dev/tenant", tenant.name()));
        Map<String, Object> template = Yaml.map("metadata", Yaml.map("labels", labels), "spec", pod(agreement, tenant));
        return Yaml.document(
                agreement.isNearRealTime()
                        ? deployment(metadata, labels, template)
                        : cronJob(metadata, agreement.schedule().orElseThrow(), zone, template));
    }

    /** Never two at once: both would read the same raw files. */
    private static Map<String, Object> cronJob(
            Map<String, Object> metadata, Schedule schedule, ZoneId zone, Map<String, Object> template) {
        return Yaml.map(
                "apiVersion",
                "batch/v1",
                "kind",
                "CronJob",
                "metadata",
                metadata,
                "spec",
                Yaml.map(
                        "schedule",
                        schedule.text(),
                        "timeZone",
                        zone.getId().equals("UTC") || zone.getId().equals("Z") ? "Etc/UTC" : zone.getId(),
                        "concurrencyPolicy",
                        "Forbid",
                        "startingDeadlineSeconds",
                        LATEST_START_SECONDS,
                        "successfulJobsHistoryLimit",
                        1,
                        "failedJobsHistoryLimit",
                        3,
                        "jobTemplate",
                        Yaml.map("spec", Yaml.map("backoffLimit", RETRIES, "template", template))));
    }

    private static Map<String, Object> deployment(
            Map<String, Object> metadata, Map<String, Object> labels, Map<String, Object> template) {
        return Yaml.map(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                metadata,
                "spec",
                Yaml.map(
                        "replicas",
                        1,
                        "strategy",
                        Yaml.map("type", "Recreate"),
                        "selector",
                        Yaml.map("matchLabels", labels),
                        "template",
                        template));
    }

    private Map<String, Object> pod(ServiceAgreement agreement, Tenant tenant) {
        return Yaml.map(
                "restartPolicy",
                agreement.isNearRealTime() ? "Always" : "Never",
                "automountServiceAccountToken",
                false,
                "enableServiceLinks",
                false,
                "securityContext",
                Yaml.map(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        user,
                        "runAsGroup",
                        group,
                        "seccompProfile",
                        Yaml.map("type", "RuntimeDefault")),
                "containers",
                List.of(container(agreement.resources(), tenant)),
                "volumes",
                List.of(
                        Yaml.map("name", "staging", "persistentVolumeClaim", Yaml.map("claimName", claim)),
                        Yaml.map("name", "tmp", "emptyDir", Yaml.map("sizeLimit", "256Mi"))));
    }

    private Map<String, Object> container(Resources resources, Tenant tenant) {
        Map<String, Object> container = Yaml.map(
                "name",
                "ingest",
                "image",
                image,
                "env",
                List.of(
                        Yaml.map("name", "CLIENT_ID", "value", tenant.name()),
                        Yaml.map("name", "SOURCE_PATH", "value", sourcePath)));
        if (!resources.isEmpty()) {
            Map<String, Object> sides = new LinkedHashMap<>();
            side(sides, "requests", resources.requests());
            side(sides, "limits", resources.limits());
            container.put("resources", sides);
        }
        container.put(
                "securityContext",
                Yaml.map(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Yaml.map("drop", List.of("ALL"))));
        container.put(
                "volumeMounts",
                List.of(
                        Yaml.map(
                                "name",
                                "staging",
                                "mountPath",
                                sourcePath + "/" + tenant.name(),
                                "subPath",
                                tenant.name()),
                        Yaml.map("name", "tmp", "mountPath", "/tmp")));
        return container;
    }

    private static void side(Map<String, Object> sides, String name, Map<String, Quantity> quantities) {
        if (!quantities.isEmpty()) {
            Map<String, Object> texts = new LinkedHashMap<>();
            quantities.forEach((kind, quantity) -> texts.put(kind, quantity.text()));
            sides.put(name, texts);
        }
    }
}
