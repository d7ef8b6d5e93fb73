// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;
import java.util.function.BiConsumer;

/// An in-link of a route, and who takes its messages. Thread-safe.
final class RouteLink implements InLink.Listener, AutoCloseable {
    private final InLink link;
    private final BiConsumer<InConnection, Publish> receiver;
    private final LinkLog log;

    /// @param receiver called on the link's threads, as [InLink.Listener#received]
    RouteLink(InLink link, BiConsumer<InConnection, Publish> receiver, LinkLog log) {
        this.link = link;
        this.receiver = receiver;
        this.log = log;
    }

    void start() {
        link.start(this);
    }

    @Override
    public void received(InConnection connection, Publish publish) {
        receiver.accept(connection, publish);
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
