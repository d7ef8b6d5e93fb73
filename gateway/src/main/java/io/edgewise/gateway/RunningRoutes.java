// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoInLink;
import io.edgewise.gateway.route.RoutePipeline;
import io.edgewise.gateway.route.Steps;
import io.edgewise.gateway.session.KeptSession;
import io.edgewise.inference.lane.Priority;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes that run: a link, a pipeline and meters each.
///
/// Changed by one thread at a time: the one that starts, reloads or closes the gateway.
final class RunningRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    /// Messages of a control link that may be unacknowledged at once.
    private static final int CONTROL_WINDOW = 16;

    /// @param links by the name that the status has for them
    private record Running(
            RouteConfiguration configuration,
            RoutePipeline pipeline,
            Map<String, RouteLink> links,
            List<Meter> meters) {
        void close() {
            links.values().forEach(RouteLink::close);
        }
    }

    private final String gatewayId;
    private final Vertx vertx;
    private final LinkTimer timer;
    private final StatusBoard status;
    private final MeterRegistry metrics;
    private final Models models;
    private final OutLinks out;
    private final DeadLetterFile deadLetters;
    private final FormerSessions former;
    private final MessageBudget budget = MessageBudget.ofHeap();
    private final Map<String, Running> byName = new LinkedHashMap<>();
    /// Read by all pipelines on their event loops.
    private volatile List<RouteConfiguration> present = List.of();

    /// @param models the lanes; not closed here, as nothing else is
    /// @param former what other configurations have left at the brokers
    RunningRoutes(
            String gatewayId,
            Vertx vertx,
            LinkTimer timer,
            StatusBoard status,
            MeterRegistry metrics,
            Models models,
            OutLinks out,
            DeadLetterFile deadLetters,
            FormerSessions former) {
        this.gatewayId = gatewayId;
        this.vertx = vertx;
        this.timer = timer;
        this.status = status;
        this.metrics = metrics;
        this.models = models;
        this.out = out;
        this.deadLetters = deadLetters;
        this.former = former;
    }

    /// Starts a route under a name that none has.
    ///
    /// @param steps those of its configuration
    void start(RouteConfiguration route, Steps steps) {
        RoutePipeline pipeline = new RoutePipeline(
                gatewayId,
                route,
                () -> inputs(route),
                steps,
                models,
                new VertxEventLoop(vertx),
                TimeSource.SYSTEM,
                new MicrometerRouteMetrics(metrics, route.name()),
                out.to(route.out()),
                out.to(route.in()),
                deadLetters,
                budget);
        Map<String, RouteLink> links = new LinkedHashMap<>();
        if (!route.controls(gatewayId).isEmpty()) {
            link(links, route.name() + " control", route.out(), controlLink(route), (connection, publish) -> {
                pipeline.control(publish);
                connection.acknowledge(publish.packetId());
            });
        }
        link(links, route.name(), route.in(), inLink(route), pipeline::received);
        byName.put(route.name(), new Running(route, pipeline, links, meters(route, pipeline)));
        present = configurations();
        links.values().forEach(RouteLink::start);
    }

    private void link(
            Map<String, RouteLink> links,
            String name,
            String broker,
            InLink link,
            BiConsumer<InConnection, Publish> receiver) {
        links.put(
                name,
                new RouteLink(
                        link, receiver, new LinkLog(name, out.options(broker).url(), status)));
    }

    /// For what senders say of answers that are being written, on the broker where results are read. It is a
    /// link of its own: a broker that does not allow it, or messages that fill the route's window, must not
    /// hold up either.
    private PahoInLink controlLink(RouteConfiguration route) {
        return new PahoInLink(
                out.options(route.out()),
                gatewayId + ":" + route.name() + ":control",
                route.controls(gatewayId).stream().map(TopicFilter::toString).toList(),
                1,
                FormerSubscriptions.NONE,
                // What it says is about messages that are in work, and they are no longer than that.
                route.deadline(),
                CONTROL_WINDOW,
                timer);
    }

    private List<RouteConfiguration> configurations() {
        return byName.values().stream().map(Running::configuration).toList();
    }

    /// The filters of all routes on the broker of a route's senders: a reply there must not come in again.
    private List<TopicFilter> inputs(RouteConfiguration replying) {
        return present.stream()
                .filter(route -> route.in().equals(replying.in()))
                .map(RouteConfiguration::from)
                .toList();
    }

    private List<Meter> meters(RouteConfiguration route, RoutePipeline pipeline) {
        return List.of(
                Gauge.builder("edgewise.intake.waiting", pipeline, RoutePipeline::waiting)
                        .tag("route", route.name())
                        .register(metrics),
                FunctionCounter.builder("edgewise.messages.dropped", pipeline, RoutePipeline::droppedAtQos0)
                        .tag("route", route.name())
                        .register(metrics));
    }

    private PahoInLink inLink(RouteConfiguration route) {
        KeptSession session = session(route);
        FormerSubscriptions others = former.claim(session);
        return new PahoInLink(
                out.options(route.in()),
                session.clientId(),
                List.of(route.subscription()),
                route.qos(),
                others,
                route.sessionExpiry(),
                route.window(),
                timer);
    }

    private KeptSession session(RouteConfiguration route) {
        return new KeptSession(
                out.address(route.in()),
                // A colon is in no id and no name: no two routes of any gateways have the same Session.
                gatewayId + ":" + route.name() + ":in",
                route.name(),
                route.out(),
                route.sessionExpiry(),
                List.of(route.subscription()));
    }

    /// Begins to remove the Sessions of routes that do not run, whenever they did.
    void removeFormerSessions() {
        former.removeAllBut(present.stream().map(this::session).toList());
    }

    /// Has routes take nothing more in, settles what they have in work until a limit, and leaves the rest to
    /// redelivery.
    void stop(Collection<String> names, Duration limit) throws InterruptedException {
        List<Running> stopping = new ArrayList<>();
        names.forEach(name -> {
            Running running = byName.get(name);
            if (running != null) {
                stopping.add(running);
            }
        });
        drain(stopping, limit);
        List<Thread> closing = stopping.stream()
                .map(running -> Thread.ofPlatform().name("close-link").start(running::close))
                .toList();
        for (Thread thread : closing) {
            thread.join();
        }
        for (Running running : stopping) {
            running.meters().forEach(metrics::remove);
            byName.remove(running.configuration().name());
            running.links().keySet().forEach(status::removeLink);
        }
        present = configurations();
    }

    private void drain(List<Running> stopping, Duration limit) throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(stopping.size());
        stopping.forEach(running -> running.pipeline().stop(settled::countDown));
        // Without a broker no result can be settled, and only idle routes are done.
        long millis = out.canSettle() ? limit.toMillis() : Math.min(limit.toMillis(), 1_000);
        if (!settled.await(millis, TimeUnit.MILLISECONDS)) {
            LOG.atWarn().log("not everything in work was settled within {} ms; the broker will send it again", millis);
        }
    }

    /// The highest priority that one of them has. Any thread may ask.
    Priority highestPriority() {
        return present.stream()
                .map(RouteConfiguration::priority)
                .min(Comparator.naturalOrder())
                .orElse(Priority.NORMAL);
    }

    /// The names of those that run.
    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
