package dev.sluice.source.settle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.List;

/** Reasons as they stand in notes. */
final class Reasons {
    private Reasons() {}

    static void put(ArrayNode array, List<Violation> reasons) {
        reasons.forEach(reason -> array.addObject()
                .put("code", reason.code().name())
                .put("column", reason.column())
                .put("value", reason.value())
                .put("message", reason.message()));
    }

    static List<Violation> of(JsonNode array) {
        List<Violation> reasons = new ArrayList<>();
        array.forEach(reason -> reasons.add(new Violation(
                Violation.Code.valueOf(reason.path("code").asText()),
                reason.path("column").textValue(),
                reason.path("value").textValue(),
                reason.path("message").asText())));
        return reasons;
    }
}
