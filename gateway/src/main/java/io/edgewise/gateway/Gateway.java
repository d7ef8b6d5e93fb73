// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.http.HttpEndpoint;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoInLink;
import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import io.edgewise.gateway.route.RoutePipeline;
import io.edgewise.gateway.route.Steps;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A running gateway: everything is built here, by hand, and taken apart in the reverse order.
///
/// An unreachable broker is a state and no failure: the gateway is ready when HTTP and models are up, and
/// keeps trying. Thread-safe once built.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final String OUT_LINK = "out";
    private static final long SETTLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final GatewayConfiguration configuration;
    private final StatusBoard status;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LinkTimer timer = new LinkTimer();
    private final Teardown built = new Teardown();
    private final List<RouteLink> routes = new ArrayList<>();
    private final Vertx vertx;
    private final Models models;
    private final HttpEndpoint http;
    private final Broker broker;
    private final PahoOutLink outLink;

    private Gateway(GatewayConfiguration configuration) {
        this.configuration = configuration;
        this.status = new StatusBoard(configuration.id());
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
        built.add("vertx", () -> vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS));
        built.add("timer", timer);
        try {
            this.models = Models.open(configuration.inference(), configuration.models(), this::tell);
            built.add("models", models);
            this.http = startHttp();
            built.add("http", () -> http.stop().await(CLOSE_SECONDS, TimeUnit.SECONDS));
            this.broker = Broker.of(configuration.broker(), vertx);
            built.add("broker", broker);
            this.outLink = startOutLink();
            built.add("out-link", this::closeOutLink);
            startRoutes();
        } catch (RuntimeException e) {
            built.close();
            throw e;
        }
    }

    /// Starts everything and returns while the models are still being built (see [#awaitReady]).
    ///
    /// @throws StartupException when a port is taken or the embedded broker does not start
    /// @throws IllegalArgumentException when a file that the configuration names can't be used
    /// @throws io.edgewise.inference.InferenceException when a bundle or the native library can't be used
    public static Gateway start(GatewayConfiguration configuration) {
        return new Gateway(configuration);
    }

    private void tell(ModelStatus model) {
        LOG.atLevel(model.isDegraded() ? Level.WARN : Level.INFO)
                .log(
                        "model {} ({}): {}",
                        model.name(),
                        model.receipt().map(Receipt::bundle).orElse("not opened"),
                        model.sentence());
        status.model(model);
    }

    private HttpEndpoint startHttp() {
        try {
            return HttpEndpoint.start(vertx, configuration.http(), status, metrics)
                    .await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            String address =
                    configuration.http().bind() + ":" + configuration.http().port();
            throw new StartupException(
                    "HTTP can't listen on " + address + ": " + e.getMessage()
                            + ". Is another gateway running? http.port sets another port, 0 any free one.",
                    e);
        }
    }

    private PahoOutLink startOutLink() {
        StatusTopic topic = new StatusTopic(configuration.id());
        PahoOutLink link =
                new PahoOutLink(broker.options(), configuration.id() + ":out", Optional.of(topic.offline()), timer);
        LinkLog log = new LinkLog(OUT_LINK, broker.options().url(), status);
        PlanTopics plans = new PlanTopics(configuration.id());
        status.onChange(now -> {
            boolean connected = link.isConnected();
            if (connected) {
                link.publish(topic.of(now), outcome -> LOG.atDebug().log("status: {}", outcome));
            }
            plans.due(now, connected)
                    .forEach(plan -> link.publish(plan, outcome -> LOG.atDebug().log("plan: {}", outcome)));
        });
        link.start(log);
        return link;
    }

    /// After everything else has left the link.
    private void closeOutLink() {
        if (outLink.isConnected()) {
            outLink.publish(
                    new StatusTopic(configuration.id()).offline(), outcome -> LOG.atDebug().log("status: {}", outcome));
        }
        outLink.close();
    }

    private void startRoutes() {
        List<TopicFilter> inputs =
                configuration.routes().stream().map(RouteConfiguration::from).toList();
        DeadLetterFile deadLetters = new DeadLetterFile(configuration.state());
        MessageBudget budget = MessageBudget.ofHeap();
        for (RouteConfiguration route : configuration.routes()) {
            Steps steps = Steps.of(route.steps(), models.descriptors());
            steps.prepare(models, this::isOpenedAtStart);
            RoutePipeline pipeline = new RoutePipeline(
                    configuration.id(),
                    route,
                    inputs,
                    steps,
                    models,
                    new VertxEventLoop(vertx),
                    TimeSource.SYSTEM,
                    new MicrometerRouteMetrics(metrics, route.name()),
                    outLink,
                    deadLetters,
                    budget);
            Gauge.builder("edgewise.intake.waiting", pipeline, RoutePipeline::waiting)
                    .tag("route", route.name())
                    .register(metrics);
            FunctionCounter.builder("edgewise.messages.dropped", pipeline, RoutePipeline::droppedAtQos0)
                    .tag("route", route.name())
                    .register(metrics);
            routes.add(new RouteLink(
                    inLink(route),
                    pipeline,
                    new LinkLog(route.name(), broker.options().url(), status)));
        }
        Gauge.builder("edgewise.lane.waiting", models, Models::waiting).register(metrics);
        built.add("routes", this::closeRoutes);
        routes.forEach(RouteLink::start);
    }

    private boolean isOpenedAtStart(String model) {
        ModelConfiguration configured = configuration.models().get(model);
        return configured != null && !configured.options().lazy();
    }

    private PahoInLink inLink(RouteConfiguration route) {
        return new PahoInLink(
                broker.options(),
                // A colon is in no id and no name: no two routes of any gateways have the same Session.
                configuration.id() + ":" + route.name() + ":in",
                route.subscription(),
                route.qos(),
                route.sessionExpiry(),
                route.window(),
                timer);
    }

    /// Stops admitting, settles what is in work until a limit, and leaves the rest to redelivery.
    private void closeRoutes() throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(routes.size());
        routes.forEach(route -> route.pipeline().stop(settled::countDown));
        // Without a broker no result can be settled, and only idle routes are done.
        long limit = outLink.isConnected() ? SETTLE_SECONDS : 1;
        if (!settled.await(limit, TimeUnit.SECONDS)) {
            LOG.atWarn().log("not everything in work was settled within {} s; the broker will send it again", limit);
        }
        List<Thread> closing = routes.stream()
                .map(route -> Thread.ofPlatform().name("close-link").start(route::close))
                .toList();
        for (Thread thread : closing) {
            thread.join();
        }
    }

    /// Waits until the models are built and tested on this board; then the gateway is ready, broker or not.
    ///
    /// @return what was loaded
    /// @throws io.edgewise.inference.InferenceException when a model can't be used on this board
    public List<ModelStatus> awaitReady() {
        List<ModelStatus> loaded = models.awaitReady();
        status.online();
        return loaded;
    }

    /// How it is.
    public StatusBoard status() {
        return status;
    }

    /// Where the broker is.
    public BrokerOptions broker() {
        return broker.options();
    }

    /// The port of HTTP.
    public int httpPort() {
        return http.port();
    }

    /// Stops in order: nothing new is taken in, what is in work is settled, links are closed, models are
    /// freed.
    @Override
    public void close() {
        if (status.stopping()) { // a signal may come while a failed start is taken apart
            built.close();
        }
    }
}
