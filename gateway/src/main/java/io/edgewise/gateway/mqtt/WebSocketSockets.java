// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Sockets that speak MQTT through WebSocket (MQTT 5.0 section 6), for a client that takes them for plain TCP.
///
/// The MQTT client has a WebSocket of its own, which loses its place in the stream when a frame pauses for a
/// second, ends at a ping or a fragmented message, and leaves its socket open (docs/decisions/0004). The JDK's
/// does none of that. Thread-safe.
public final class WebSocketSockets extends UnconnectedSockets {
    private final URI uri;
    private final Optional<TlsSockets> tls;

    /// @param uri as `ws://broker.site:8080/mqtt`, or `wss` with `tls`
    /// @param tls gives each connection the certificates of that moment
    public WebSocketSockets(URI uri, Optional<TlsSockets> tls) {
        this.uri = uri;
        this.tls = tls;
    }

    @Override
    public Socket createSocket() {
        Optional<SSLContext> context = tls.map(TlsSockets::context);
        return new WebSocketSocket(uri, context);
    }
}
