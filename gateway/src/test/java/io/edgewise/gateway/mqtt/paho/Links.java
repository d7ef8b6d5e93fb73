// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.NoDelaySockets;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Links to a Server on loopback, as the gateway makes them.
final class Links {
    /// The in-link's Receive Maximum.
    static final int WINDOW = 7;

    static final Duration SESSION_EXPIRY = Duration.ofHours(1);

    private Links() {}

    static BrokerOptions broker(int port) {
        return new BrokerOptions("127.0.0.1", port, false, new NoDelaySockets(), Optional.empty(), Optional.empty());
    }

    static PahoInLink in(int port, LinkTimer timer) {
        return in(port, FormerSubscriptions.NONE, timer);
    }

    static PahoInLink in(int port, FormerSubscriptions former, LinkTimer timer) {
        return in(port, "in/#", former, timer);
    }

    static PahoInLink in(int port, String subscribed, FormerSubscriptions former, LinkTimer timer) {
        return new PahoInLink(broker(port), "gw-in", List.of(subscribed), 1, former, SESSION_EXPIRY, WINDOW, timer);
    }

    static PahoOutLink out(int port, LinkTimer timer) {
        return new PahoOutLink(broker(port), "gw-out", Optional.empty(), timer);
    }

    static OutgoingPublish result(String topic, String text) {
        return new OutgoingPublish(new TopicName(topic), Payload.of(text), false, PublishProperties.NONE);
    }
}
