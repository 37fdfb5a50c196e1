package dev.sluice.portal.serve;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.admit.Caller;
import dev.sluice.portal.admit.RateLimit;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.stage.FileName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in, and says everybody else why not. Any number of threads. */
final class Front extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(Front.class);
    /** No script and no style but our own files; no frames; nothing from or to elsewhere; no text that becomes markup. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static final HttpFields SECURITY = HttpFields.build()
            .put("Content-Security-Policy", POLICY)
            .put("X-Content-Type-Options", "nosniff")
            .put("X-Frame-Options", "DENY")
            .put("Referrer-Policy", "no-referrer")
            .put("Cross-Origin-Opener-Policy", "same-origin")
            .put("Cross-Origin-Resource-Policy", "same-origin")
            .put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
            .put(HttpHeader.CACHE_CONTROL, "no-store")
            .asImmutable();

    /** How often one may ask. */
    record Limits(RateLimit requests, RateLimit failures) {}

    private final List<Route> routes;
    private final Supplier<Tokens> tokens;
    private final Limits limits;

    Front(List<Route> routes, Supplier<Tokens> tokens, Limits limits) {
        this.routes = List.copyOf(routes);
        this.tokens = tokens;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SECURITY.forEach(field -> response.getHeaders().put(field));
        if (request.isSecure()) {
            response.getHeaders().put("Strict-Transport-Security", "max-age=31536000");
        }
        Exchange refusal = new Exchange(request, response, callback, Map.of(), Optional.empty());
        try {
            Exchange exchange = admit(request, response, callback, refusal);
            if (exchange.isTakenOver()) {
                return true;
            }
            callback.succeeded();
        } catch (EofException gone) {
            // Whoever asked has left.
            callback.failed(gone);
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                callback.failed(e);
            } else {
                refusal.problem(problem(e));
                callback.succeeded();
            }
        }
        return true;
    }

    private Exchange admit(Request request, Response response, Callback callback, Exchange refusal) throws IOException {
        String path = request.getHttpURI().getCanonicalPath();
        List<String> methods = new ArrayList<>();
        for (Route route : routes) {
            Optional<Map<String, String>> open = route.match(path == null ? "" : path);
            if (open.isPresent() && route.method().equals(request.getMethod())) {
                Optional<Caller> caller = route.access() == Route.Access.PUBLIC
                        ? Optional.empty()
                        : Optional.of(caller(request, response));
                caller.ifPresent(known -> check(known, route, open.get()));
                Exchange exchange = new Exchange(request, response, callback, open.get(), caller);
                route.endpoint().answer(exchange);
                return exchange;
            }
            open.ifPresent(found -> methods.add(route.method()));
        }
        if (methods.isEmpty()) {
            throw Problem.notFound();
        }
        response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", methods));
        refusal.problem(Problem.of(405, "There is " + String.join(" and ", methods) + " here. Nothing was done."));
        return refusal;
    }

    /** Wrong tokens are counted by address, so that guessing is slow, however many connections it uses. */
    private Caller caller(Request request, Response response) {
        String address = Request.getRemoteAddr(request);
        Optional<Duration> wait = limits.failures().look(address);
        if (wait.isPresent()) {
            throw Problem.tooOften(wait.get());
        }
        Optional<Caller> caller = tokens.get().caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (caller.isEmpty()) {
            limits.failures().take(address);
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"sluice\"");
            throw Problem.of(
                    401,
                    "There is no token, or nobody has this one. Nothing was done. Send 'Authorization: Bearer …' with the token that"
                            + " your operator gave you.");
        }
        return caller.get();
    }

    private void check(Caller caller, Route route, Map<String, String> open) {
        Optional<Duration> wait = limits.requests().take(caller.name());
        if (wait.isPresent()) {
            throw Problem.tooOften(wait.get());
        }
        boolean maySee =
                switch (route.access()) {
                    case PUBLIC, TOKEN -> true;
                    case OPERATOR -> caller.isOperator();
                    case TENANT -> Tenant.isValid(open.get("tenant")) && caller.maySee(new Tenant(open.get("tenant")));
                };
        if (!maySee) {
            throw Problem.notFound();
        }
    }

    private static Problem problem(Exception e) {
        if (e instanceof Problem problem) {
            return problem;
        }
        if (e instanceof FileName.BadFileNameException) {
            return Problem.of(400, e.getMessage());
        }
        if (e instanceof ImportStore.UnavailableException) {
            return Problem.of(503, e.getMessage());
        }
        log.error("request has failed; see the stack trace", e);
        return Problem.of(
                500, "Something went wrong that should not. Tell your operator, and the time at which it was.");
    }
}
