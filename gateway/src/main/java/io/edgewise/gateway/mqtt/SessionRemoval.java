// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// Ends a Session that is of no use any more without losing what the Server has put aside for it: connects,
/// unsubscribes, hands on what comes, and, when nothing comes any more, has the Server forget the Session. Connects
/// anew whenever the connection ends before that. Thread-safe.
public interface SessionRemoval extends AutoCloseable {
    /// Who is told. Called on the connection's own threads.
    interface Listener {
        /// A message that the Server still had. Blocks until it is safe elsewhere, or the connection is dead.
        ///
        /// @return whether it is safe; if not, the connection ends, and the message comes again on the next one
        boolean received(InConnection connection, Publish publish);

        /// The Session is no more. Nothing follows.
        ///
        /// @param messages that it still had; those that came twice count twice
        void removed(int messages);

        /// There is no connection; it is tried again.
        ///
        /// @param reason a sentence for people
        void disconnected(String reason);
    }

    /// Starts connecting. Call once.
    void start(Listener listener);

    /// Disconnects. A Session that was not removed by then stays.
    @Override
    void close();
}
