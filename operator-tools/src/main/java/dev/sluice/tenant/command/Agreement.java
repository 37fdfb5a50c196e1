package dev.sluice.tenant.command;

import dev.sluice.agreement.AgreementReader;
import dev.sluice.agreement.Problem;
import dev.sluice.agreement.ServiceAgreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/** Reads agreements from files. */
final class Agreement {
    private static final long MAX_BYTES = 1 << 20;

    private Agreement() {}

    /** @throws Refusal with all of its problems */
    static ServiceAgreement read(Path file, ZoneId zone) {
        ServiceAgreement.Reading reading;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new Refusal(
                        file + " is larger than " + MAX_BYTES + " bytes; it was not read. Give a service agreement.");
            }
            reading = AgreementReader.read(Files.readAllBytes(file), zone);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e + ". Check its name and permissions.");
        }
        if (!reading.problems().isEmpty()) {
            throw new Refusal(
                    file + " is not in order, so nothing was done:",
                    reading.problems().stream().map(Problem::message).toList());
        }
        return reading.agreement().orElseThrow();
    }
}
