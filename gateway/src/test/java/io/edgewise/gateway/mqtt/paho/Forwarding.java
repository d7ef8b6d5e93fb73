// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;

/// A listener that tells another; a test changes what it wants different.
class Forwarding implements InLink.Listener {
    private final InLink.Listener next;

    Forwarding(InLink.Listener next) {
        this.next = next;
    }

    @Override
    public void received(InConnection connection, Publish publish) {
        next.received(connection, publish);
    }

    @Override
    public void connected(InConnection connection) {
        next.connected(connection);
    }

    @Override
    public void disconnected(String reason) {
        next.disconnected(reason);
    }
}
