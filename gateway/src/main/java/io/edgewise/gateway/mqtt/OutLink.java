// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.function.Consumer;

/// Publishes for everyone. Holds what can't be sent while the connection is down, and sends again what was not
/// acknowledged; so the caller bounds what it hands over. Thread-safe.
public interface OutLink extends AutoCloseable {
    /// Hands a message over. Never blocks. Messages leave in the order of the calls, but for one that the Server
    /// could not take for the moment: it leaves later.
    ///
    /// @param done called exactly once, on any thread; must not block
    void publish(OutgoingPublish publish, Consumer<PublishOutcome> done);

    /// Whether the connection is up.
    boolean isConnected();

    /// Number of the present connection, or of the next one while there is none; another for each.
    long connection();

    /// Sends what waits, as far as the connection allows, and disconnects.
    @Override
    void close();
}
