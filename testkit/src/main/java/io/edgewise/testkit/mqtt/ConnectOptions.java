// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Will;
import java.time.Duration;
import java.util.Optional;

/// Where and how a client connects. Immutable; every `with…` returns a changed copy.
///
/// @param connect the CONNECT to send, as it stands
/// @param acks who acknowledges received messages
/// @param window messages at most that are published and not acknowledged; the Server's Receive Maximum may lower it
/// @param patience how long to wait for any answer of the Server before the connection counts as failed
public record ConnectOptions(String host, int port, Connect connect, Acks acks, int window, Duration patience) {
    private static final int DEFAULT_WINDOW = 16;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    public ConnectOptions {
        if (window < 1 || window > Packet.MAX_PACKET_ID) {
            throw new IllegalArgumentException("window: expected 1 to 65535, got " + window);
        }
    }

    /// MQTT 5 to a Server on loopback: client id given by the Server, Clean Start, no keep alive, automatic PUBACKs,
    /// a window of 16 and a patience of 10 s.
    public static ConnectOptions to(int port) {
        Connect connect = new Connect(
                Version.V5,
                "",
                true,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Properties.NONE);
        return new ConnectOptions("127.0.0.1", port, connect, Acks.AUTOMATIC, DEFAULT_WINDOW, DEFAULT_PATIENCE);
    }

    /// To another host.
    public ConnectOptions withHost(String other) {
        return new ConnectOptions(other, port, connect, acks, window, patience);
    }

    /// Under this client id.
    public ConnectOptions withClientId(String clientId) {
        return with(connect.withClientId(clientId));
    }

    /// In another version. Set it first: the other methods look at it.
    public ConnectOptions withVersion(Version version) {
        return with(connect.withVersion(version));
    }

    /// With Clean Start on or off (Clean Session in MQTT 3.1.1).
    public ConnectOptions withCleanStart(boolean cleanStart) {
        return with(connect.withCleanStart(cleanStart));
    }

    /// Resuming a Session that the Server keeps for this long after the connection is gone.
    public ConnectOptions keepingSession(Duration expiry) {
        ConnectOptions resuming = withCleanStart(false);
        return connect.version() == Version.V5
                ? resuming.with(Property.SESSION_EXPIRY_INTERVAL, expiry.toSeconds())
                : resuming;
    }

    /// With this Receive Maximum: what the Server may send without our PUBACK.
    public ConnectOptions withReceiveMaximum(int maximum) {
        return with(Property.RECEIVE_MAXIMUM, maximum);
    }

    /// With a number property in CONNECT.
    public ConnectOptions with(Property property, long number) {
        return with(connect.withProperties(connect.properties().with(property, number)));
    }

    /// With a keep alive. The client does not ping by itself: [RawMqttClient#ping()].
    public ConnectOptions withKeepAlive(Duration keepAlive) {
        return with(connect.withKeepAlive(keepAlive));
    }

    /// With a Will.
    public ConnectOptions withWill(Will will) {
        return with(connect.withWill(will));
    }

    /// With User Name and Password.
    public ConnectOptions withCredentials(String userName, String password) {
        return with(connect.withCredentials(userName, Bytes.utf8(password)));
    }

    /// With another CONNECT altogether.
    public ConnectOptions with(Connect other) {
        return new ConnectOptions(host, port, other, acks, window, patience);
    }

    /// With other acknowledgements.
    public ConnectOptions withAcks(Acks other) {
        return new ConnectOptions(host, port, connect, other, window, patience);
    }

    /// With another window.
    public ConnectOptions withWindow(int other) {
        return new ConnectOptions(host, port, connect, acks, other, patience);
    }

    /// With another patience.
    public ConnectOptions withPatience(Duration other) {
        return new ConnectOptions(host, port, connect, acks, window, other);
    }
}
