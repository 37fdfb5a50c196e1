package dev.sluice.validate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subject with variables: <code>${tenant}</code>, <code>${dataset}</code>, <code>${table}</code>, <code>${topic}</code> and <code>
 * ${header:NAME}</code>. Immutable.
 */
public final class SubjectTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> KNOWN = Set.of("tenant", "dataset", "table", "topic");
    private static final String HEADER = "header:";

    private final String template;
    private final List<String> variables = new ArrayList<>();

    /** Tells the value of a variable for one record. */
    public interface Values {
        /** The value; null if the record has none. */
        String of(String variable);

        /** The text of a header; null if the record has none. */
        String ofHeader(String name);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it has a variable that does not exist
     */
    public SubjectTemplate(String template) {
        this.template = template;
        Matcher matcher = VARIABLE.matcher(template);
        while (matcher.find()) {
            String variable = matcher.group(1);
            if (!KNOWN.contains(variable) && !(variable.startsWith(HEADER) && variable.length() > HEADER.length())) {
                throw new IllegalArgumentException(
                        "${" + variable + "} is none of ${tenant}, ${dataset}, ${table}, ${topic} and ${header:NAME}");
            }
            variables.add(variable);
        }
    }

    /** The subject of a record; null if it lacks a variable. */
    public String subject(Values values) {
        String subject = template;
        for (String variable : variables) {
            String value = variable.startsWith(HEADER)
                    ? values.ofHeader(variable.substring(HEADER.length()))
                    : values.of(variable);
            if (value == null || value.isEmpty()) {
                return null;
            }
            subject = subject.replace("${" + variable + "}", value);
        }
        return subject;
    }

    @Override
    public String toString() {
        return template;
    }
}
