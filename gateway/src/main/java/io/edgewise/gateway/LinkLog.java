// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a link's ups and downs to the status board and to the log, where a reason that repeats itself is told once.
/// Thread-safe: one lock.
final class LinkLog implements PahoOutLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

    private final String name;
    private final String broker;
    private final StatusBoard status;
    private final Object lock = new Object();
    private String lastReason = "";

    LinkLog(String name, String broker, StatusBoard status) {
        this.name = name;
        this.broker = broker;
        this.status = status;
        status.link(name, false, "connecting to " + broker);
    }

    @Override
    public void connected() {
        synchronized (lock) {
            lastReason = "";
        }
        LOG.atInfo().addKeyValue("link", name).log("connected to {}", broker);
        status.link(name, true, "");
    }

    @Override
    public void disconnected(String reason) {
        boolean again;
        synchronized (lock) {
            again = reason.equals(lastReason);
            lastReason = reason;
        }
        if (!again) {
            LOG.atWarn().addKeyValue("link", name).log("waiting for broker {}: {}; trying again", broker, reason);
        }
        status.link(name, false, reason);
    }
}
