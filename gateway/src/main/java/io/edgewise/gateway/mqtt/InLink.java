// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// Receives a route's messages: connects, subscribes, and connects anew whenever the connection ends, until it is
/// closed. Thread-safe.
public interface InLink extends AutoCloseable {
    /// Who receives. Called on the link's own threads.
    interface Listener {
        /// A message. May block: that holds the Server back through TCP. Must return soon once the connection is
        /// dead.
        void received(InConnection connection, Publish publish);

        /// A connection is up and subscribed.
        void connected(InConnection connection);

        /// There is no connection.
        ///
        /// @param reason a sentence for people
        void disconnected(String reason);
    }

    /// Starts connecting. Call once.
    void start(Listener listener);

    /// Disconnects; the Server keeps the Session. Acknowledge what can be acknowledged first.
    @Override
    void close();
}
