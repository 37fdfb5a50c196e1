package dev.sluice.it.secured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.Guide;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What {@code docs/security.md} says, for machines. Immutable. */
public final class SecurityGuide {
    private static final Pattern ACL =
            Pattern.compile("^\\| `([^`]+)` \\| (\\w+) \\| `([^`]+)` \\| (\\w+) \\| ([\\w, ]+) \\|", Pattern.MULTILINE);

    private final Guide guide;

    private SecurityGuide(Guide guide) {
        this.guide = guide;
    }

    static SecurityGuide read() throws IOException {
        return new SecurityGuide(Guide.read("docs/security.md"));
    }

    /** Every ACL, of all principals. */
    List<AclBinding> acls() {
        List<AclBinding> acls = ACL.matcher(guide.text())
                .results()
                .flatMap(row -> Stream.of(row.group(5).split(", ", -1)).map(operation -> acl(row, operation)))
                .toList();
        assertThat(acls).isNotEmpty();
        return acls;
    }

    private static AclBinding acl(MatchResult row, String operation) {
        ResourceType type = ResourceType.fromString(screaming(row.group(2)));
        PatternType pattern = PatternType.fromString(screaming(row.group(4)));
        AclOperation allowed = AclOperation.fromString(screaming(operation));
        assertThat(List.of(type, pattern, allowed))
                .as(row.group())
                .doesNotContain(ResourceType.UNKNOWN, PatternType.UNKNOWN, AclOperation.UNKNOWN);
        return new AclBinding(
                new ResourcePattern(type, row.group(3), pattern),
                new AccessControlEntry("User:" + row.group(1), "*", allowed, AclPermissionType.ALLOW));
    }

    /** {@code TransactionalId} as {@code TRANSACTIONAL_ID}. */
    private static String screaming(String words) {
        return words.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    /** Settings that a connector of {@code connector-configs/} gets on secured engines. */
    Map<String, String> settings(String connector) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each :
                new ObjectMapper().readTree(guide.block("json", connector)).properties()) {
            settings.put(each.getKey(), each.getValue().asText());
        }
        return settings;
    }

    /** Statements that make a role, and the keyspaces that it needs. */
    List<String> statements(String role) {
        return Stream.of(guide.block("sql", role).split(";\n", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    /** Variables of a program's environment. */
    Map<String, String> environment(String program) {
        Map<String, String> variables = new LinkedHashMap<>();
        guide.block("sh", program).lines().forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
        });
        return variables;
    }
}
