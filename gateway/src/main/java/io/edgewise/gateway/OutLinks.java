// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import io.edgewise.gateway.spool.RefusedMessages;
import io.edgewise.gateway.spool.SpoolingOutLink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configured brokers, and to each the link that everything goes out on: results, dead letters, the
/// retained status with its Will, and the receipts.
///
/// Owns the links and the embedded brokers. Thread-safe.
final class OutLinks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutLinks.class);
    private static final String OUT = "out";
    /// Where the broker inside is, whatever its port.
    static final String EMBEDDED = "embedded";

    /// @param link itself
    /// @param out what messages are handed to: the link, or the spool in front of it
    private record Connected(Broker broker, PahoOutLink link, OutLink out) {}

    /// Tells the log and the spool how the link is.
    private record Listeners(LinkLog log, Optional<SpoolingOutLink> spool) implements PahoOutLink.Listener {
        @Override
        public void connected() {
            log.connected();
            spool.ifPresent(SpoolingOutLink::linkChanged);
        }

        @Override
        public void disconnected(String reason) {
            log.disconnected(reason);
            spool.ifPresent(SpoolingOutLink::linkChanged);
        }
    }

    private final Map<String, Connected> byName = new LinkedHashMap<>();
    private final StatusTopic topic;
    private final Path spoolFolder;
    private final DeadLetterFile deadLetters;
    private final MeterRegistry metrics;
    private final Teardown built = new Teardown();

    private OutLinks(String gatewayId, Path state, DeadLetterFile deadLetters, MeterRegistry metrics) {
        this.topic = new StatusTopic(gatewayId);
        this.spoolFolder = state.resolve("spool");
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /// Reads passwords and TLS files, starts embedded brokers, and begins to connect.
    ///
    /// @param deadLetters for what the broker refuses after it has left the spool
    /// @throws StartupException when an embedded broker does not start, or a spool can't be used
    /// @throws IllegalArgumentException when a file can't be used
    static OutLinks start(
            GatewayConfiguration configuration,
            DeadLetterFile deadLetters,
            Vertx vertx,
            LinkTimer timer,
            StatusBoard status,
            MeterRegistry metrics) {
        String gatewayId = configuration.id();
        Map<String, BrokerConfiguration> brokers = configuration.brokers();
        OutLinks links = new OutLinks(gatewayId, configuration.state(), deadLetters, metrics);
        try {
            brokers.forEach((name, configured) -> {
                Broker broker = Broker.of(configured, vertx);
                links.built.add("broker " + name, broker);
                PahoOutLink link = new PahoOutLink(
                        broker.options(), gatewayId + ":" + OUT, Optional.of(links.topic.offline()), timer);
                Optional<SpoolingOutLink> spool = configured.spool().map(spooling -> links.spool(name, link, spooling));
                links.built.add("out-link " + name, () -> links.close(link, spool));
                links.byName.put(
                        name,
                        new Connected(
                                broker,
                                link,
                                spool.<OutLink>map(PatientOutLink::new).orElse(link)));
                String shown = brokers.size() == 1 ? OUT : OUT + ":" + name;
                LinkLog log = new LinkLog(shown, broker.options().url(), status);
                links.connect(gatewayId, link, new Listeners(log, spool), status);
            });
        } catch (RuntimeException e) {
            links.close();
            throw e;
        }
        return links;
    }

    private SpoolingOutLink spool(String broker, PahoOutLink link, SpoolConfiguration configuration) {
        SpoolingOutLink spool = SpoolingOutLink.open(
                link,
                spoolFolder.resolve(broker),
                configuration,
                TimeSource.SYSTEM,
                RefusedMessages.to(deadLetters, TimeSource.SYSTEM));
        Tags tags = Tags.of("broker", broker);
        Gauge.builder("edgewise.spool.records", spool, s -> s.status().records())
                .tags(tags)
                .register(metrics);
        Gauge.builder("edgewise.spool.bytes", spool, s -> s.status().bytes())
                .tags(tags)
                .baseUnit("bytes")
                .register(metrics);
        return spool;
    }

    /// What says how the gateway is goes around the spool: it is wanted now or not at all.
    private void connect(String gatewayId, PahoOutLink link, PahoOutLink.Listener listener, StatusBoard status) {
        PlanTopics plans = new PlanTopics(gatewayId);
        status.onChange(now -> {
            boolean connected = link.isConnected();
            if (connected) {
                link.publish(topic.of(now), outcome -> LOG.atDebug().log("status: {}", outcome));
            }
            plans.due(now, connected)
                    .forEach(plan -> link.publish(plan, outcome -> LOG.atDebug().log("plan: {}", outcome)));
        });
        link.start(listener);
    }

    /// After everything else has left the link. A spool closes its link, too.
    private void close(PahoOutLink link, Optional<SpoolingOutLink> spool) {
        if (link.isConnected()) {
            link.publish(topic.offline(), outcome -> LOG.atDebug().log("status: {}", outcome));
        }
        spool.map(OutLink.class::cast).orElse(link).close();
    }

    private Connected known(String broker) {
        Connected found = byName.get(broker);
        if (found == null) {
            throw new IllegalArgumentException("no broker \"" + broker + "\" (have: " + byName.keySet() + ")");
        }
        return found;
    }

    /// How to reach a broker.
    BrokerOptions options(String broker) {
        return known(broker).broker().options();
    }

    /// The link to a broker; not to be closed.
    OutLink to(String broker) {
        return known(broker).out();
    }

    /// Where a broker is, as long as it is the same one.
    String address(String broker) {
        Broker known = known(broker).broker();
        return known.isEmbedded() ? EMBEDDED : known.options().url();
    }

    /// How to reach what is at an address.
    Optional<BrokerOptions> at(String address) {
        return byName.keySet().stream()
                .filter(name -> address(name).equals(address))
                .findFirst()
                .map(this::options);
    }

    /// The link to a broker or, when it is not configured any more, to the first one.
    OutLink toOrFirst(String broker) {
        Connected found = byName.get(broker);
        return (found == null ? byName.values().iterator().next() : found).out();
    }

    /// How to reach the first broker.
    BrokerOptions first() {
        return byName.values().iterator().next().broker().options();
    }

    /// Whether all of them are up, or have a spool: only then can everything in work be settled.
    boolean canSettle() {
        return byName.values().stream()
                .allMatch(connected ->
                        connected.link().isConnected() || !connected.out().equals(connected.link()));
    }

    @Override
    public void close() {
        built.close();
    }
}
