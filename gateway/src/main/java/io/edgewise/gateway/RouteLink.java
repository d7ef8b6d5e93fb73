// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.route.RoutePipeline;

/// A route's in-link and the pipeline that it feeds. Thread-safe.
final class RouteLink implements InLink.Listener, AutoCloseable {
    private final InLink link;
    private final RoutePipeline pipeline;
    private final LinkLog log;

    RouteLink(InLink link, RoutePipeline pipeline, LinkLog log) {
        this.link = link;
        this.pipeline = pipeline;
        this.log = log;
    }

    void start() {
        link.start(this);
    }

    RoutePipeline pipeline() {
        return pipeline;
    }

    @Override
    public void received(InConnection connection, Publish publish) {
        pipeline.received(connection, publish);
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
