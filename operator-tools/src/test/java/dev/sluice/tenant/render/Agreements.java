package dev.sluice.tenant.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.AgreementReader;
import dev.sluice.agreement.ServiceAgreement;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** Agreements that tests render. */
final class Agreements {
    static final String BATCH = """
            {"client": "client_a", "data_retention_period_days": "7", "schedule": "0 * * * *",
             "resources": {"requests": {"memory": "64Mi", "cpu": "250m"}, "limits": {"memory": "128Mi", "cpu": "500m"}}}""";
    static final String CONTINUOUS = "{\"client\": \"client_b\"}";

    private Agreements() {}

    static ServiceAgreement of(String json) {
        ServiceAgreement.Reading reading = AgreementReader.read(json.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
        assertThat(reading.problems()).isEmpty();
        return reading.agreement().orElseThrow();
    }
}
