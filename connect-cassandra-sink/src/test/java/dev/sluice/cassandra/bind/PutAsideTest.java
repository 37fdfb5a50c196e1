package dev.sluice.cassandra.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.bind.Reading.Passed;
import dev.sluice.cassandra.bind.Reading.Rejected;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PutAsideTest {
    private static final ImportContext CONTEXT =
            new ImportContext(DatasetId.of("acme", "orders"), "0123456789abcdef0123", "orders", 1, 1_000);
    private static final RowPosition POSITION = new RowPosition(7, 8, 90, 10);

    @Test
    void aRowThatConnectHasPutAsideIsRejectedInTheStreamOfItsFirstPartition() {
        Rejected rejected = (Rejected) PutAside.row(letter("TRANSFORMATION"));
        assertThat(rejected.id()).isEqualTo(new RowId(CONTEXT, POSITION));
        assertThat(rejected.origin()).isEqualTo("raw-input-3");
        assertThat(rejected.reason()).isEqualTo("TYPE_MISMATCH level");
        assertThat(rejected.rejection()).isEmpty();
    }

    @Test
    void aRowThatATaskHasReportedIsCountedByThatTask() {
        assertThat(PutAside.row(letter("TASK_PUT"))).isInstanceOf(Passed.class);
    }

    @Test
    void whatIsNoRowOfAFileIsNotCounted() {
        SinkRecord letter = letter("VALUE_CONVERTER");
        letter.headers().remove(SluiceHeaders.ROW);
        assertThat(PutAside.row(letter)).isInstanceOf(Passed.class);
        assertThat(PutAside.row(new SinkRecord("load-error", 0, null, null, null, new byte[0], 1)))
                .isInstanceOf(Passed.class);
    }

    private static SinkRecord letter(String stage) {
        SinkRecord letter =
                new SinkRecord("load-error", 0, Schema.BYTES_SCHEMA, null, Schema.BYTES_SCHEMA, new byte[] {1}, 5);
        Headers headers = letter.headers();
        SluiceHeaders.ofRow(CONTEXT.encode(), POSITION).forEach(headers::add);
        add(headers, "__connect.errors.stage", stage);
        add(headers, "__connect.errors.topic", "raw-input");
        add(headers, "__connect.errors.partition", "3");
        add(headers, "__connect.errors.exception.message", "TYPE_MISMATCH level");
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, new SchemaAndValue(Schema.STRING_SCHEMA, value));
    }
}
