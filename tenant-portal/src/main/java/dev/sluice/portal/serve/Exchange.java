package dev.sluice.portal.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.admit.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** A request that was let in, and its answer. One thread, until somebody takes it over. */
final class Exchange {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Map<String, String> open;
    private final Optional<Caller> caller;
    private boolean isTakenOver;

    Exchange(Request request, Response response, Callback callback, Map<String, String> open, Optional<Caller> caller) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.open = open;
        this.caller = caller;
    }

    /** Whoever asks; only where the route needs a token. */
    Caller caller() {
        return caller.orElseThrow();
    }

    /** The tenant of the path, whom the caller may see. */
    Tenant tenant() {
        return new Tenant(path("tenant"));
    }

    /** An open part of the path. */
    String path(String name) {
        return open.get(name);
    }

    Optional<String> query(String name) {
        Fields fields;
        try {
            fields = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw Problem.of(400, "The query of the address cannot be read. Nothing was done. Encode it as UTF-8.");
        }
        return Optional.ofNullable(fields.getValue(name));
    }

    /**
     * A number in the query.
     *
     * @param otherwise if it is not there
     */
    int number(String name, int otherwise, int least, int most) {
        String text = query(name).orElse(String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Problem.of(
                400,
                "'" + name + "' must be a number from " + least + " to " + most + ". Nothing was done. Correct it.");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Size of the body as its sender says; -1 if he does not. */
    long length() {
        return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    }

    InputStream body() {
        return Content.Source.asInputStream(request);
    }

    void json(int status, JsonNode body) throws IOException {
        send(status, JSON, bytes(body));
    }

    void problem(Problem problem) throws IOException {
        problem.retryAfterSeconds().ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        ObjectNode body = MAPPER.createObjectNode()
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.getMessage());
        send(problem.status(), PROBLEM, bytes(body));
    }

    void send(int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        Content.Sink.write(response, true, ByteBuffer.wrap(body));
    }

    void notModified() throws IOException {
        response.setStatus(304);
        Content.Sink.write(response, true, null);
    }

    void put(String header, String value) {
        response.getHeaders().put(header, value);
    }

    /**
     * Sends a file, to be saved under a name.
     *
     * @param channel closed when it is sent
     */
    void download(String name, String type, FileChannel channel) throws IOException {
        try (channel;
                InputStream in = Channels.newInputStream(channel);
                OutputStream out = Content.Sink.asOutputStream(response)) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CONTENT_DISPOSITION, ContentDisposition.attachment(name));
            in.transferTo(out);
        }
    }

    /** Leaves the answer to somebody else, who ends it by the callback, on any thread. */
    Response takeOver() {
        isTakenOver = true;
        return response;
    }

    Callback callback() {
        return callback;
    }

    boolean isTakenOver() {
        return isTakenOver;
    }

    static byte[] bytes(JsonNode body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
