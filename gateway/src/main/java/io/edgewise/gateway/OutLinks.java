// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import io.vertx.core.Vertx;
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

    private record Connected(Broker broker, PahoOutLink link) {}

    private final Map<String, Connected> byName = new LinkedHashMap<>();
    private final StatusTopic topic;
    private final Teardown built = new Teardown();

    private OutLinks(String gatewayId) {
        this.topic = new StatusTopic(gatewayId);
    }

    /// Reads passwords and TLS files, starts embedded brokers, and begins to connect.
    ///
    /// @throws StartupException when an embedded broker does not start
    /// @throws IllegalArgumentException when a file can't be used
    static OutLinks start(
            String gatewayId,
            Map<String, BrokerConfiguration> brokers,
            Vertx vertx,
            LinkTimer timer,
            StatusBoard status) {
        OutLinks links = new OutLinks(gatewayId);
        try {
            brokers.forEach((name, configured) -> {
                Broker broker = Broker.of(configured, vertx);
                links.built.add("broker " + name, broker);
                PahoOutLink link = new PahoOutLink(
                        broker.options(), gatewayId + ":" + OUT, Optional.of(links.topic.offline()), timer);
                links.byName.put(name, new Connected(broker, link));
                links.built.add("out-link " + name, () -> links.close(link));
                String shown = brokers.size() == 1 ? OUT : OUT + ":" + name;
                links.connect(
                        gatewayId, link, new LinkLog(shown, broker.options().url(), status), status);
            });
        } catch (RuntimeException e) {
            links.close();
            throw e;
        }
        return links;
    }

    private void connect(String gatewayId, PahoOutLink link, LinkLog log, StatusBoard status) {
        PlanTopics plans = new PlanTopics(gatewayId);
        status.onChange(now -> {
            boolean connected = link.isConnected();
            if (connected) {
                link.publish(topic.of(now), outcome -> LOG.atDebug().log("status: {}", outcome));
            }
            plans.due(now, connected)
                    .forEach(plan -> link.publish(plan, outcome -> LOG.atDebug().log("plan: {}", outcome)));
        });
        link.start(log);
    }

    /// After everything else has left the link.
    private void close(PahoOutLink link) {
        if (link.isConnected()) {
            link.publish(topic.offline(), outcome -> LOG.atDebug().log("status: {}", outcome));
        }
        link.close();
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
        return known(broker).link();
    }

    /// How to reach the first broker.
    BrokerOptions first() {
        return byName.values().iterator().next().broker().options();
    }

    /// Whether all of them are up: only then can everything in work be settled.
    boolean areConnected() {
        return byName.values().stream().allMatch(connected -> connected.link().isConnected());
    }

    @Override
    public void close() {
        built.close();
    }
}
