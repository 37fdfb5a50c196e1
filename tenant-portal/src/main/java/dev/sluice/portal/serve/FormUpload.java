package dev.sluice.portal.serve;

import dev.sluice.portal.stage.FileName;
import dev.sluice.portal.stage.Sha256;
import dev.sluice.portal.stage.TenantFolder;
import dev.sluice.portal.stage.Upload;
import dev.sluice.portal.stage.UploadRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.eclipse.jetty.http.MultiPart;

/**
 * The files of a {@code multipart/form-data}, each written where it belongs while it comes; published together by whoever has all of
 * them. Read with Commons FileUpload's stream, not with Jetty's parser: that one (12.1.14) adds a byte to content that begins with a
 * hyphen and comes in pieces. One thread.
 */
final class FormUpload implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 4 * 1024;
    private static final int MAX_FILES = 100;

    private final TenantFolder folder;
    private final long most;
    private final Optional<Sha256> expected;
    private final List<Upload> uploads = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * Begins.
     *
     * @param most bytes of each file
     * @param expected what the request's own headers say of its only file
     */
    FormUpload(TenantFolder folder, long most, Optional<Sha256> expected) {
        this.folder = folder;
        this.most = most;
        this.expected = expected;
    }

    /** Reads all of it; what it returns is on disk, and has to be published. */
    List<Upload> read(String contentType, InputStream body) throws IOException, UploadRefusedException {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw Problem.of(400, "The form has no boundary. Nothing was stored. Let your client set Content-Type.");
        }
        try {
            MultipartInput parts = MultipartInput.builder()
                    .setInputStream(body)
                    .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                    .setMaxPartHeaderSize(MAX_HEADER_BYTES)
                    .get();
            parts.setHeaderCharset(StandardCharsets.UTF_8);
            for (boolean isNext = parts.skipPreamble(); isNext; isNext = parts.readBoundary()) {
                take(headers(parts.readHeaders()), parts);
            }
        } catch (FileUploadException | IllegalArgumentException e) {
            throw Problem.of(400, "The form cannot be read, or ends too early. Nothing was stored. Send it again.");
        }
        if (uploads.isEmpty()) {
            throw Problem.of(400, "The form has no file. Nothing was stored. Add one.");
        }
        if (expected.isPresent() && uploads.size() > 1) {
            throw Problem.of(
                    400,
                    "One checksum stands before several files. Nothing was stored. Give each part its own Content-Digest.");
        }
        return uploads;
    }

    private void take(Map<String, String> headers, MultipartInput parts) throws IOException, UploadRefusedException {
        FileName name = FileName.of(Optional.ofNullable(headers.get("Content-Disposition"))
                .flatMap(ContentDisposition::fileName)
                .orElseThrow(() ->
                        Problem.of(400, "A part of the form is not a file. Nothing was stored. Send files only.")));
        if (!names.add(name.path())) {
            throw Problem.of(
                    400, "Two files of the form have the same name. Nothing was stored. Name them differently.");
        }
        if (uploads.size() == MAX_FILES) {
            throw Problem.of(
                    400, "The form has more than " + MAX_FILES + " files. Nothing was stored. Send several forms.");
        }
        Optional<Sha256> checksum = checksum(headers);
        Upload upload = folder.receive(name, most);
        uploads.add(upload);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = parts.newInputStream()) {
            for (int read; (read = content.read(buffer)) >= 0; ) {
                upload.write(ByteBuffer.wrap(buffer, 0, read));
            }
        }
        upload.finish(checksum);
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        text.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        });
        return headers;
    }

    private Optional<Sha256> checksum(Map<String, String> headers) {
        try {
            return Sha256.of(headers.get("Content-Digest"), headers.get("X-Checksum-SHA256"))
                    .or(() -> expected);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, e.getMessage() + " Nothing was stored. Correct it.");
        }
    }

    @Override
    public void close() throws IOException {
        for (Upload upload : uploads) {
            upload.close();
        }
    }
}
