package dev.sluice.source.define;

import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractCompiler;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Event;
import dev.sluice.contract.Rejection;
import io.confluent.connect.avro.AvroData;
import io.confluent.connect.avro.AvroDataConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A schema that a converter registers once the first record needs it. A Registry that refused it then would end the task, so it is
 * asked before. Known for {@code AvroConverter} with {@code TopicRecordNameStrategy}, which the workers are to have; with any other the
 * subjects do not exist, and nobody objects.
 *
 * @param topic that the record goes to
 * @param subject that the converter registers the schema under
 */
public record WireSchema(String topic, String subject, Schema schema) {
    private static final AvroData CONVERTER = new AvroData(new AvroDataConfig(Map.of()));

    private static WireSchema of(String topic, org.apache.kafka.connect.data.Schema schema) {
        return new WireSchema(topic, topic + "-" + schema.name(), CONVERTER.fromConnectSchema(schema));
    }

    /** Of events. */
    public static List<WireSchema> ofEvents(String topic) {
        return List.of(of(topic, Event.KEY_SCHEMA), of(topic, Event.SCHEMA));
    }

    /** Of rejections. */
    public static List<WireSchema> ofRejections(String topic) {
        return List.of(of(topic, Rejection.KEY_SCHEMA), of(topic, Rejection.SCHEMA));
    }

    /** Of the typed rows of a definition that rows can be checked against, as they are stored, and of their keys. */
    static List<WireSchema> ofRows(Definition definition, String topic) {
        Contract contract =
                ContractCompiler.compile(new SubjectVersion(definition.subject(), 1), definition.registeredSchema());
        List<WireSchema> schemas = new ArrayList<>();
        if (contract instanceof Contract.OfRows rows) {
            Stream.of(rows.storedKeySchema(), rows.storedValueSchema())
                    .forEach(schema -> schemas.add(of(topic, schema)));
        }
        return schemas;
    }
}
