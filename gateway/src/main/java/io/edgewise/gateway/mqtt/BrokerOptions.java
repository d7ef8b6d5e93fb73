// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/// Where the Server is and how to reach it. Immutable.
///
/// @param host name or address
/// @param tls whether the connection is made with TLS
/// @param webSocket the path, as `/mqtt`, when MQTT goes through WebSocket
/// @param sockets makes the sockets, unconnected and without Nagle's algorithm
/// @param password asked for at each connection, because it may be changed meanwhile
public record BrokerOptions(
        String host,
        int port,
        boolean tls,
        Optional<String> webSocket,
        SocketFactory sockets,
        Optional<String> username,
        Optional<Supplier<Secret>> password) {
    /// Without WebSocket.
    public BrokerOptions(
            String host,
            int port,
            boolean tls,
            SocketFactory sockets,
            Optional<String> username,
            Optional<Supplier<Secret>> password) {
        this(host, port, tls, Optional.empty(), sockets, username, password);
    }

    /// As `mqtts://broker.site:8883` or `ws://broker.site:8080/mqtt`.
    public String url() {
        return (webSocket.isPresent() ? "ws" : "mqtt") + (tls ? "s" : "") + "://" + host + ":" + port
                + webSocket.orElse("");
    }
}
