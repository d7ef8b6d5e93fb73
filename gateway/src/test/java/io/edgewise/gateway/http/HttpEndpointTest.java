// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.Lifecycle;
import io.edgewise.gateway.Program;
import io.edgewise.gateway.StatusBoard;
import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.gateway.fake.FakeReceipts;
import io.edgewise.inference.generation.GeneratorReceiptJson;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.ReceiptJson;
import io.edgewise.inference.plan.Service;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private final StatusBoard status = new StatusBoard("lobby-pi", new Program("1.2.3", true));
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private HttpEndpoint http;
    private final AtomicInteger reloads = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        http = start(0);
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    @Test
    void itIsAliveFromTheStart() throws Exception {
        HttpResponse<String> live = send("GET", "/health/live");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("alive\n");
        assertThat(live.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void itIsNotReadyWhileModelsAreBuilt() throws Exception {
        HttpResponse<String> ready = send("GET", "/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("content-type")).contains("application/json");
        assertThat(ready.body())
                .contains("\"gateway\":\"lobby-pi\"", "\"ready\":false", "\"status\":\"starting: building models\"");
    }

    @Test
    void withoutABrokerItIsReadyAndSaysWhatItWaitsFor() throws Exception {
        status.link("lobby-chat", false, "nothing listens there");
        status.model(FakeReceipts.model("m"));
        assertThat(status.become(new Lifecycle.Serving())).isTrue();

        HttpResponse<String> ready = send("GET", "/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("\"ready\":true", "\"status\":\"waiting for broker (lobby-chat): nothing listens there\"")
                .contains("{\"name\":\"lobby-chat\",\"up\":false,\"reason\":\"nothing listens there\"}")
                .contains("\"bundle\":\"moderation@1.0.0\"", "\"golden_tests\":12", "\"build_ms\":40");
        assertThat(send("GET", "/api/v1/status").body()).isEqualTo(ready.body());
    }

    @Test
    void aGatewayThatStopsIsNotReadyAnyMore() throws Exception {
        assertThat(status.become(new Lifecycle.Serving())).isTrue();
        status.become(new Lifecycle.Draining());

        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/api/v1/status").statusCode())
                .as("the status is an answer, not a judgement")
                .isEqualTo(200);
    }

    @Test
    void thePlansAreTheReceiptsOfTheModelsAndGenerators() throws Exception {
        assertThat(send("GET", "/api/v1/plans").body()).isEqualTo("{\"plans\":[],\"generators\":[]}");
        status.model(FakeReceipts.model("guard"));
        status.model(new ModelStatus("lazy", Optional.empty(), new Service.NotOpened()));
        status.generators(() -> List.of(FakeGenerators.opening("other"), FakeGenerators.ready("writer")));
        assertThat(status.become(new Lifecycle.Serving())).isTrue();

        HttpResponse<String> plans = send("GET", "/api/v1/plans");

        assertThat(plans.statusCode()).isEqualTo(200);
        assertThat(plans.headers().firstValue("content-type")).contains("application/json");
        String receipt = new String(ReceiptJson.of(FakeReceipts.model("guard")), StandardCharsets.UTF_8);
        String written = new String(GeneratorReceiptJson.of(FakeGenerators.ready("writer")), StandardCharsets.UTF_8);
        assertThat(plans.body()).isEqualTo("{\"plans\":[" + receipt + "],\"generators\":[" + written + "]}");
    }

    @Test
    void metricsAreInPrometheusText() throws Exception {
        metrics.counter("edgewise.messages.received", "route", "chat").increment();

        HttpResponse<String> scrape = send("GET", "/metrics");

        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(scrape.body())
                .contains("# TYPE edgewise_messages_received_total counter")
                .contains("edgewise_messages_received_total{route=\"chat\"} 1.0");
        assertThat(scrape.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
    }

    @Test
    void theRootListsWhatThereIs() throws Exception {
        assertThat(send("GET", "/").body())
                .contains("/health/live", "/health/ready", "/metrics", "/api/v1/status", "/api/v1/plans");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/health", "/health/ready/x", "/api/v2/status", "/../etc/passwd", "/%2e%2e/x"})
    void anUnknownPathIsNotFound(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void nothingCanBeChanged(String method) throws Exception {
        assertThat(send(method, "/health/ready").statusCode()).isEqualTo(405);
        assertThat(send(method, "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void aPortInUseFailsTheStart() {
        assertThatThrownBy(() -> start(http.port())).isInstanceOf(BindException.class);
    }

    @Test
    void nobodyAnswersAfterTheStop() throws Exception {
        http.stop().await(5, TimeUnit.SECONDS);

        assertThatThrownBy(() -> send("GET", "/health/live")).isInstanceOf(IOException.class);
    }

    private HttpEndpoint start(int port) throws Exception {
        return HttpEndpoint.start(vertx, new HttpConfiguration("127.0.0.1", port), status, metrics, this::reload)
                .await(5, TimeUnit.SECONDS);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + http.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private Future<String> reload() {
        if (reloads.incrementAndGet() > 1) {
            return Future.failedFuture(new IllegalStateException("it can't be used"));
        }
        return Future.succeededFuture("routes: chat changed");
    }

    private HttpResponse<String> post(String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/api/v1/reload"))
                .POST(BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void reloadingIsAskedForWithAHeaderThatNoPageCanSend() throws Exception {
        assertThat(post().statusCode()).isEqualTo(403);
        assertThat(reloads).hasValue(0);

        HttpResponse<String> first = post(HttpEndpoint.ASKED_BY, "test");
        HttpResponse<String> second = post(HttpEndpoint.ASKED_BY, "test");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("routes: chat changed\n");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).isEqualTo("it can't be used\n");
    }
}
