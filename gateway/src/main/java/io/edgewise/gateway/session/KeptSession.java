// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.session;

import java.time.Duration;
import java.util.List;

/// A Session that a broker keeps for a route. Immutable.
///
/// @param broker where it is: a URL, or `embedded`
/// @param clientId names it there
/// @param route whose messages it holds
/// @param out name of the broker that the route's dead letters go to
/// @param expiry how long the broker keeps it without a connection
/// @param subscriptions that it may have, the present one the last
public record KeptSession(
        String broker, String clientId, String route, String out, Duration expiry, List<String> subscriptions) {
    public KeptSession {
        subscriptions = List.copyOf(subscriptions);
    }

    /// Whether it is the same Session, with whichever subscriptions.
    boolean isSameAs(KeptSession other) {
        return broker.equals(other.broker) && clientId.equals(other.clientId);
    }

    KeptSession subscribedTo(List<String> others) {
        return new KeptSession(broker, clientId, route, out, expiry, others);
    }
}
