// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.http;

import io.edgewise.gateway.PlansJson;
import io.edgewise.gateway.StatusBoard;
import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.StatusJson;
import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/// The HTTP server. Runs on the Vert.x event loop; its handlers only read.
///
/// | path | answers |
/// |---|---|
/// | `/health/live` | 200 as long as the event loop runs |
/// | `/health/ready` | 200 when models are built, else 503; with the status object |
/// | `/metrics` | Prometheus text |
/// | `/api/v1/status` | the status object |
/// | `/api/v1/plans` | the receipts |
/// | `POST /api/v1/reload` | reads the configuration again; needs the header [#ASKED_BY]; 409 with the reason when it
/// is not applied |
public final class HttpEndpoint {
    /// Must stand in a request that changes something.
    public static final String ASKED_BY = "X-Edgewise-Asked-By";

    private static final String INDEX = """
            Edgewise
              /health/live     is the process alive
              /health/ready    can it answer messages
              /metrics         Prometheus metrics
              /api/v1/status   links, models and generators as JSON
              /api/v1/plans    what runs each model, and what was tried; what each generator is here
              /api/v1/reload   POST: read the configuration again (edgewise reload)
            """;

    private final HttpServer server;

    private HttpEndpoint(HttpServer server) {
        this.server = server;
    }

    /// Starts listening.
    ///
    /// @param reload reads and applies the configuration on another thread, and says what changed
    /// @return failed with a [java.net.BindException] when the port is taken
    public static Future<HttpEndpoint> start(
            Vertx vertx,
            HttpConfiguration configuration,
            StatusBoard status,
            PrometheusMeterRegistry metrics,
            Supplier<Future<String>> reload) {
        Router router = Router.router(vertx);
        router.get("/").handler(c -> text(c.response(), INDEX));
        router.get("/health/live").handler(c -> text(c.response(), "alive\n"));
        router.get("/health/ready").handler(c -> ready(c.response(), status.snapshot()));
        router.get("/api/v1/status").handler(c -> json(c.response(), StatusJson.of(status.snapshot())));
        router.get("/api/v1/plans").handler(c -> json(c.response(), PlansJson.of(status.snapshot())));
        router.get("/metrics").handler(c -> text(c.response(), metrics.scrape()));
        router.post("/api/v1/reload").handler(c -> reload(c, reload));
        HttpServerOptions options =
                new HttpServerOptions().setHost(configuration.bind()).setPort(configuration.port());
        return vertx.createHttpServer(options).requestHandler(router).listen().map(HttpEndpoint::new);
    }

    /// A page in a browser on the board can post here too, but not with a header of its own.
    private static void reload(RoutingContext call, Supplier<Future<String>> reload) {
        if (call.request().getHeader(ASKED_BY) == null) {
            text(call.response().setStatusCode(403), "the header " + ASKED_BY + " is missing\n");
            return;
        }
        reload.get()
                .onSuccess(sentence -> text(call.response(), sentence + "\n"))
                .onFailure(e -> text(call.response().setStatusCode(409), e.getMessage() + "\n"));
    }

    private static void ready(HttpServerResponse response, Snapshot status) {
        json(response.setStatusCode(status.isReady() ? 200 : 503), StatusJson.of(status));
    }

    private static void json(HttpServerResponse response, byte[] json) {
        send(response.putHeader("content-type", "application/json"), Buffer.buffer(json));
    }

    private static void text(HttpServerResponse response, String text) {
        send(response.putHeader("content-type", "text/plain; charset=utf-8"), Buffer.buffer(text));
    }

    private static void send(HttpServerResponse response, Buffer body) {
        // Nobody is left to tell when the client has gone.
        Future<Void> sent = response.end(body);
        assert sent != null;
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }

    /// Stops listening.
    public Future<Void> stop() {
        return server.close();
    }
}
