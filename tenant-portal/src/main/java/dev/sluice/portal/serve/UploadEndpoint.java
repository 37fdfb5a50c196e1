package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.admit.AtOnce;
import dev.sluice.portal.admit.RateLimit;
import dev.sluice.portal.define.Datasets;
import dev.sluice.portal.stage.FileName;
import dev.sluice.portal.stage.Sha256;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.stage.TenantFolder;
import dev.sluice.portal.stage.Upload;
import dev.sluice.portal.stage.UploadRefusedException;
import dev.sluice.portal.stage.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files and definitions. A file passes through one buffer, however large it is. Any number of threads. */
final class UploadEndpoint {
    private static final Logger log = LoggerFactory.getLogger(UploadEndpoint.class);
    private static final int BUFFER_BYTES = 64 * 1024;
    /** What a form has beside its files. */
    private static final long FORM_BYTES = 1 << 20;

    /**
     * How much one tenant may send.
     *
     * @param fileBytes of one file
     * @param waitingBytes of all files that wait
     */
    record Limits(long fileBytes, long waitingBytes, AtOnce atOnce, RateLimit rate) {}

    private final StagingDirectory staging;
    private final Limits limits;

    UploadEndpoint(StagingDirectory staging, Limits limits) {
        this.staging = staging;
        this.limits = limits;
    }

    /** {@code POST /upload-file/{tenant}}: a form with files, or a file itself, named by {@code ?name=}. */
    void file(Exchange exchange) throws IOException {
        admitted(exchange, limits.fileBytes(), folder -> {
            String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            return type.startsWith("multipart/form-data") ? form(exchange, folder) : List.of(raw(exchange, folder));
        });
    }

    /** {@code POST /tenant/{tenant}/datasets}: a definition, whose file is named after its dataset. */
    void definition(Exchange exchange) throws IOException {
        admitted(exchange, Datasets.MAX_DEFINITION_BYTES, folder -> {
            byte[] json;
            try (InputStream body = exchange.body()) {
                json = body.readNBytes(Datasets.MAX_DEFINITION_BYTES + 1);
            }
            FileName name;
            try {
                name = Datasets.fileName(json);
            } catch (IllegalArgumentException e) {
                throw Problem.of(400, e.getMessage());
            }
            try (Upload upload = folder.receive(name, Datasets.MAX_DEFINITION_BYTES)) {
                upload.write(ByteBuffer.wrap(json));
                upload.finish(checksum(exchange));
                return List.of(upload.publish(false));
            }
        });
    }

    private interface Taking {
        List<Upload.Received> take(TenantFolder folder) throws IOException, UploadRefusedException;
    }

    private void admitted(Exchange exchange, long most, Taking taking) throws IOException {
        Tenant tenant = exchange.tenant();
        Optional<Duration> wait = limits.rate().take(tenant.name());
        if (wait.isPresent()) {
            throw Problem.tooOften(wait.get());
        }
        AtOnce.Place place = limits.atOnce().enter(tenant.name()).orElseThrow(() -> Problem.tooManyAtOnce("uploads"));
        try {
            TenantFolder folder = staging.of(tenant);
            if (exchange.length() > most + FORM_BYTES) {
                throw refused(new UploadRefusedException(
                        UploadRefusedException.Reason.TOO_LARGE,
                        "The file has more than " + most
                                + " bytes, the most that is taken. Nothing was stored. Send it in parts."));
            }
            long waiting = Waiting.in(folder).bytes();
            if (waiting + Math.max(0, exchange.length()) > limits.waitingBytes()) {
                throw Problem.of(
                        507,
                        "Files of " + waiting + " bytes are waiting to be imported, and at most "
                                + limits.waitingBytes() + " may. Nothing was stored. Wait until some are done.");
            }
            answer(exchange, taking.take(folder));
        } catch (UploadRefusedException e) {
            throw refused(e);
        } finally {
            place.close();
        }
    }

    private List<Upload.Received> form(Exchange exchange, TenantFolder folder)
            throws IOException, UploadRefusedException {
        boolean check = isCheck(exchange);
        try (FormUpload form = new FormUpload(folder, limits.fileBytes(), checksum(exchange));
                InputStream body = exchange.body()) {
            return published(form.read(exchange.header("Content-Type").orElseThrow(), body), check);
        }
    }

    private static List<Upload.Received> published(List<Upload> files, boolean check)
            throws IOException, UploadRefusedException {
        List<Upload.Received> received = new ArrayList<>();
        for (Upload file : files) {
            try {
                received.add(file.publish(check));
            } catch (UploadRefusedException e) {
                if (received.isEmpty()) {
                    throw e;
                }
                // Names were free when the files had come; somebody was faster.
                throw Problem.of(
                        409,
                        "A file of the name of the form's file " + (received.size() + 1)
                                + " has come meanwhile. Those before it"
                                + " were stored, it and those behind it were not. Send these again under other names.");
            }
        }
        return received;
    }

    private Upload.Received raw(Exchange exchange, TenantFolder folder) throws IOException, UploadRefusedException {
        FileName name = FileName.of(
                exchange.query("name")
                        .orElseThrow(
                                () -> Problem.of(
                                        400,
                                        "The file has no name. Nothing was stored. Add ?name=orders-2026-11-21.csv to the address, or send a form.")));
        Optional<Sha256> checksum = checksum(exchange);
        try (Upload upload = folder.receive(name, limits.fileBytes());
                InputStream body = exchange.body()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read; (read = body.read(buffer)) >= 0; ) {
                upload.write(ByteBuffer.wrap(buffer, 0, read));
            }
            upload.finish(checksum);
            return upload.publish(isCheck(exchange));
        }
    }

    private static boolean isCheck(Exchange exchange) {
        return exchange.query("check").filter("true"::equals).isPresent();
    }

    private static Optional<Sha256> checksum(Exchange exchange) {
        try {
            return Sha256.of(
                    exchange.header("Content-Digest").orElse(null),
                    exchange.header("X-Checksum-SHA256").orElse(null));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, e.getMessage() + " Nothing was stored. Correct it.");
        }
    }

    private static void answer(Exchange exchange, List<Upload.Received> received) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode files = body.putArray("files");
        for (Upload.Received file : received) {
            log.info(
                    "{} has sent {}/{}: {} bytes, SHA-256 {}",
                    exchange.caller().name(),
                    exchange.tenant(),
                    file.file(),
                    file.bytes(),
                    file.sha256());
            files.addObject()
                    .put("file", file.file())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
        exchange.json(201, body);
    }

    private static Problem refused(UploadRefusedException e) {
        int status =
                switch (e.reason()) {
                    case TOO_LARGE -> 413;
                    case OTHER_CHECKSUM -> 422;
                    case NAME_TAKEN -> 409;
                };
        return Problem.of(status, e.getMessage());
    }
}
