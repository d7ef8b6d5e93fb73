// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/// Where the Server is and how to reach it. Immutable.
///
/// @param host name or address
/// @param tls whether `sockets` makes TLS sockets
/// @param sockets makes the sockets, unconnected and with TCP_NODELAY
/// @param password asked for at each connection, because it may be changed meanwhile
public record BrokerOptions(
        String host,
        int port,
        boolean tls,
        SocketFactory sockets,
        Optional<String> username,
        Optional<Supplier<Secret>> password) {
    /// As `mqtts://broker.site:8883`.
    public String url() {
        return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }
}
