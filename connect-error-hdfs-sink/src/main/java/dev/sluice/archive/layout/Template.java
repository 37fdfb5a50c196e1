package dev.sluice.archive.layout;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.ValidNames;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which directory of the archive an envelope belongs to, like {@code tenant=${tenant}/dataset=${dataset}/dt=${date}}. What a record
 * says is never trusted: names that are not valid become {@link Slot#UNKNOWN}. Pure and immutable.
 */
public final class Template {
    public static final String DEFAULT = "tenant=${tenant}/dataset=${dataset}/dt=${date}";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z]+)}");
    /** A segment begins with a letter, so that no tool takes it for hidden whatever the variables are. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z](?:[A-Za-z0-9=._-]|\\$\\{[a-z]+})*");

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,180}");
    private static final long MILLIS_PER_HOUR = 3_600_000L;
    /** The year 10000: later days would not be of the form yyyy-mm-dd. */
    private static final long TOO_LATE = 253_402_300_800_000L;

    /** What a template may name. */
    private enum Variable {
        TENANT,
        DATASET,
        IMPORT,
        TOPIC,
        KIND,
        DATE,
        YEAR,
        MONTH,
        DAY,
        HOUR;

        static Optional<Variable> of(String name) {
            for (Variable variable : values()) {
                if (variable.key().equals(name)) {
                    return Optional.of(variable);
                }
            }
            return Optional.empty();
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A directory that holds files of one tenant only. */
    public record TenantDirectory(String path, String tenant) {}

    private final List<String> segments;
    private final Set<Variable> used;
    /** Of the segment that names the tenant; -1 if none does. */
    private final int tenantSegment;

    private final Pattern tenantForm;

    private Template(List<String> segments, Set<Variable> used) {
        this.segments = segments;
        this.used = used;
        this.tenantSegment = IntStream.range(0, segments.size())
                .filter(i -> segments.get(i).contains("${tenant}"))
                .findFirst()
                .orElse(-1);
        this.tenantForm = tenantSegment < 0 ? null : tenantForm(segments.get(tenantSegment));
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    public static Template parse(String text) {
        List<String> segments = List.of(text.split("/", -1));
        Set<Variable> used = EnumSet.noneOf(Variable.class);
        for (String segment : segments) {
            Matcher matcher = VARIABLE.matcher(segment);
            while (matcher.find()) {
                String name = matcher.group(1);
                used.add(Variable.of(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no variable ${" + name + "}")));
            }
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException("segment '" + segment
                        + "' is not a letter followed by letters, digits, '=', '.', '_', '-' and ${variables}");
            }
        }
        return new Template(segments, used);
    }

    /** The envelope's directory, as far as this template tells directories apart. */
    public Slot slot(Envelope envelope) {
        boolean tenantValid = ValidNames.isTenant(envelope.tenant());
        return new Slot(
                tenantValid ? envelope.tenant() : Slot.UNKNOWN,
                tenantValid && ValidNames.isDataset(envelope.dataset()) ? envelope.dataset() : Slot.UNKNOWN,
                used.contains(Variable.IMPORT) ? importOf(envelope) : null,
                used.contains(Variable.TOPIC) ? topicOf(envelope) : null,
                used.contains(Variable.KIND) ? envelope.kind() : null,
                hour(envelope));
    }

    /** Path of a slot's directory. */
    public String directory(Slot slot) {
        return render(segments, slot);
    }

    /** Path of the directory that holds all of the slot's tenant and nothing of others; empty if there is none. */
    public Optional<String> tenantDirectory(Slot slot) {
        return tenantSegment < 0 ? Optional.empty() : Optional.of(render(segments.subList(0, tenantSegment + 1), slot));
    }

    /** The tenant's directory that a file lies below; empty if there is none. */
    public Optional<TenantDirectory> tenantDirectoryOf(String path) {
        List<String> parts = List.of(path.split("/"));
        if (tenantSegment < 0 || parts.size() <= tenantSegment) {
            return Optional.empty();
        }
        Matcher matcher = tenantForm.matcher(parts.get(tenantSegment));
        return matcher.matches()
                ? Optional.of(new TenantDirectory(
                        String.join("/", parts.subList(0, tenantSegment + 1)), matcher.group("tenant")))
                : Optional.empty();
    }

    /** True if every tenant has a directory of its own. */
    public boolean separatesTenants() {
        return tenantSegment >= 0;
    }

    /** How many directories deep the files lie. */
    public int depth() {
        return segments.size();
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }

    private static Pattern tenantForm(String segment) {
        StringBuilder form = new StringBuilder();
        int begin = 0;
        Matcher matcher = VARIABLE.matcher(segment);
        while (matcher.find()) {
            form.append(Pattern.quote(segment.substring(begin, matcher.start())));
            boolean isFirstTenant = matcher.group(1).equals("tenant") && form.indexOf("<tenant>") < 0;
            form.append(isFirstTenant ? "(?<tenant>[a-z_][a-z0-9_]*)" : ".*");
            begin = matcher.end();
        }
        return Pattern.compile(
                form.append(Pattern.quote(segment.substring(begin))).toString());
    }

    private static String render(List<String> segments, Slot slot) {
        List<String> rendered = new ArrayList<>(segments.size());
        for (String segment : segments) {
            rendered.add(VARIABLE.matcher(segment)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            value(Variable.of(match.group(1)).orElseThrow(), slot))));
        }
        return String.join("/", rendered);
    }

    private static String value(Variable variable, Slot slot) {
        LocalDate day = LocalDate.ofEpochDay(slot.hour() / 24);
        return switch (variable) {
            case TENANT -> slot.tenant();
            case DATASET -> slot.dataset();
            case IMPORT -> slot.importId();
            case TOPIC -> slot.topic();
            case KIND -> slot.kind().name().toLowerCase(Locale.ROOT);
            case DATE -> day.toString();
            case YEAR -> digits(day.getYear(), 4);
            case MONTH -> digits(day.getMonthValue(), 2);
            case DAY -> digits(day.getDayOfMonth(), 2);
            case HOUR -> digits((int) (slot.hour() % 24), 2);
        };
    }

    /** Digits by hand: {@code String.format} obeys the default locale. */
    private static String digits(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String importOf(Envelope envelope) {
        String id = envelope.importId();
        return ValidNames.isImport(id) ? id : Slot.UNKNOWN;
    }

    private static String topicOf(Envelope envelope) {
        String topic = envelope.origin().topic();
        return TOPIC.matcher(topic).matches() ? topic : Slot.UNKNOWN;
    }

    /** Of the row, else of the record; hours of one day are told apart only if the template does. */
    private long hour(Envelope envelope) {
        long hour = (isSane(envelope.time())
                        ? envelope.time()
                        : isSane(envelope.origin().timestamp())
                                ? envelope.origin().timestamp()
                                : 0)
                / MILLIS_PER_HOUR;
        return used.contains(Variable.HOUR) ? hour : hour - hour % 24;
    }

    private static boolean isSane(Long millis) {
        return millis != null && millis >= 0 && millis < TOO_LATE;
    }
}
