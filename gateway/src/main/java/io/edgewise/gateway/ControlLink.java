// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.route.RoutePipeline;

/// A link of its own for what senders say of answers that are being written: a broker that does not allow it,
/// or messages that fill the route's window, must not hold up either. Thread-safe.
final class ControlLink implements InLink.Listener, AutoCloseable {
    private final InLink link;
    private final RoutePipeline pipeline;
    private final LinkLog log;

    ControlLink(InLink link, RoutePipeline pipeline, LinkLog log) {
        this.link = link;
        this.pipeline = pipeline;
        this.log = log;
    }

    void start() {
        link.start(this);
    }

    @Override
    public void received(InConnection connection, Publish publish) {
        pipeline.control(publish);
        connection.acknowledge(publish.packetId());
    }

    @Override
    public void connected(InConnection connection) {
        log.connected();
    }

    @Override
    public void disconnected(String reason) {
        log.disconnected(reason);
    }

    @Override
    public void close() {
        link.close();
    }
}
