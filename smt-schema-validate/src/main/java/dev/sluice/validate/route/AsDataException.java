package dev.sluice.validate.route;

import dev.sluice.contract.Rejection;
import dev.sluice.contract.Violation;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;

/** Throws, with every violation in the message; for sink connectors, whose dead letter queue takes the record and the message. */
public final class AsDataException implements Refusal {
    @Override
    public <R extends ConnectRecord<R>> R refuse(R record, Rejection rejection) {
        throw new DataException(text(rejection));
    }

    static String text(Rejection rejection) {
        int count = rejection.violations().size();
        return rejection.violations().stream()
                .map(AsDataException::line)
                .collect(Collectors.joining(
                        "\n",
                        rejection.context().dataset() + " file '" + rejection.file() + "' row "
                                + rejection.position().ordinal() + " has " + count
                                + (count == 1 ? " violation:\n" : " violations:\n"),
                        ""));
    }

    private static String line(Violation violation) {
        return violation.code() + " " + violation.message();
    }
}
