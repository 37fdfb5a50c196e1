package dev.sluice.portal.serve;

import dev.sluice.portal.admit.AtOnce;
import dev.sluice.portal.admit.RateLimit;
import dev.sluice.portal.define.Datasets;
import dev.sluice.portal.follow.Follower;
import dev.sluice.portal.serve.Route.Access;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The portal on a port. Started once, closed once. */
public final class PortalServer implements AutoCloseable {
    private static final int MAX_THREADS = 100;
    private static final int MIN_THREADS = 8;
    private static final int IDLE_THREAD_MILLIS = 60_000;
    private static final int IDLE_CONNECTION_MILLIS = 30_000;
    private static final int STOP_MILLIS = 5_000;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int STREAMS_OF_A_TENANT = 20;
    private static final int WRONG_TOKENS = 10;
    private static final int BURST_SECONDS = 10;

    private final Server server;
    private final ServerConnector connector;
    private final Events events;
    private final List<Route> routes;

    /** Makes it; it does not listen yet. */
    public PortalServer(HttpSettings settings, Services services) {
        Follower follower = new Follower(services.staging(), services.imports(), services.clock());
        UploadEndpoint.Limits uploads = new UploadEndpoint.Limits(
                settings.fileBytes(),
                settings.waitingBytes(),
                new AtOnce(settings.uploadsAtOnce()),
                new RateLimit(settings.uploadsPerMinute(), Duration.ofMinutes(1), services.clock()));
        events = new Events(follower, services.tokens(), new AtOnce(STREAMS_OF_A_TENANT), services.clock());
        routes = routes(
                new Pages(),
                new UploadEndpoint(services.staging(), uploads),
                new TenantEndpoints(
                        services.staging(), follower, new Datasets(services.definitions()), services.clock(), uploads),
                new OperatorEndpoints(services.staging(), follower, services.connectors(), services.clock()),
                events);
        Front.Limits limits = new Front.Limits(
                new RateLimit(
                        settings.requestsPerSecond() * BURST_SECONDS,
                        Duration.ofSeconds(BURST_SECONDS),
                        services.clock()),
                new RateLimit(WRONG_TOKENS, Duration.ofMinutes(1), services.clock()));
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_THREAD_MILLIS);
        threads.setName("portal");
        server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        connector = connector(settings);
        server.addConnector(connector);
        server.setHandler(new Front(routes, services.tokens(), limits));
    }

    private ServerConnector connector(HttpSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        // Encoded slashes, dots and semicolons are refused: no path has two readings.
        http.setUriCompliance(UriCompliance.RFC3986);
        if (settings.behindProxy()) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        ServerConnector listening = settings.tls()
                .map(tls -> {
                    SslContextFactory.Server certificate = new SslContextFactory.Server();
                    certificate.setKeyStorePath(tls.keystore().toUri().toString());
                    certificate.setKeyStorePassword(tls.password());
                    http.addCustomizer(new SecureRequestCustomizer(false));
                    return new ServerConnector(
                            server, new SslConnectionFactory(certificate, "http/1.1"), new HttpConnectionFactory(http));
                })
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
        listening.setHost(settings.listen().getHostString());
        listening.setPort(settings.listen().getPort());
        listening.setIdleTimeout(IDLE_CONNECTION_MILLIS);
        return listening;
    }

    private static List<Route> routes(
            Pages pages, UploadEndpoint uploads, TenantEndpoints tenants, OperatorEndpoints operators, Events events) {
        return List.of(
                new Route("GET", "/", Access.PUBLIC, pages.page("index.html")),
                new Route("GET", "/operators", Access.PUBLIC, pages.page("operators.html")),
                new Route("GET", "/openapi.json", Access.PUBLIC, pages.page("openapi.json")),
                new Route("GET", "/assets/{name}", Access.PUBLIC, pages::asset),
                new Route(
                        "GET",
                        "/health",
                        Access.PUBLIC,
                        exchange -> exchange.json(200, Views.object().put("status", "up"))),
                new Route("GET", "/me", Access.TOKEN, tenants::me),
                new Route("POST", "/upload-file/{tenant}", Access.TENANT, uploads::file),
                new Route("GET", "/tenant/{tenant}", Access.TENANT, tenants::overview),
                new Route("GET", "/tenant/{tenant}/imports", Access.TENANT, tenants::imports),
                new Route("GET", "/tenant/{tenant}/imports/{id}", Access.TENANT, tenants::oneImport),
                new Route("GET", "/tenant/{tenant}/imports/{id}/rejects", Access.TENANT, tenants::rejects),
                new Route("GET", "/tenant/{tenant}/datasets", Access.TENANT, tenants::datasets),
                new Route("POST", "/tenant/{tenant}/datasets", Access.TENANT, uploads::definition),
                new Route("GET", "/tenant/{tenant}/datasets/{dataset}", Access.TENANT, tenants::dataset),
                new Route("GET", "/tenant/{tenant}/datasets/{dataset}/diff", Access.TENANT, tenants::diff),
                new Route("GET", "/tenant/{tenant}/events", Access.TENANT, events::listen),
                new Route("GET", "/operators/status", Access.OPERATOR, operators::status));
    }

    /** What there is, as {@code METHOD /path}. */
    List<String> describeRoutes() {
        return routes.stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }

    /**
     * Listens.
     *
     * @throws Exception if the port is taken, among others
     */
    public void start() throws Exception {
        server.start();
        events.start();
    }

    /** Where it listens; once it does. */
    public InetSocketAddress address() {
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    /** Lets requests that are under way end, for a few seconds. */
    @Override
    public void close() {
        events.close();
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
