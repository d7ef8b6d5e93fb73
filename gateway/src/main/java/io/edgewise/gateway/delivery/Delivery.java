// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import java.util.Optional;

/// One message from reception to acknowledgement. Confined to the event loop of its route.
///
/// Its acknowledgement belongs to a connection and its work does not: when the connection ends first, the work
/// goes on, and the message's redelivery takes the acknowledgement over ([#rejoin]).
public final class Delivery {
    private Arrival arrival;
    private AckOrderer orderer;
    private Optional<OutConnections> settled = Optional.empty();

    /// Takes its place in the order of acknowledgements, unless it is QoS 0, which has none.
    Delivery(Arrival arrival, AckOrderer orderer) {
        this.arrival = arrival;
        this.orderer = orderer;
        if (arrival.publish().qos() > 0) {
            orderer.register(this);
        }
    }

    /// How it came in, the last time.
    public Arrival arrival() {
        return arrival;
    }

    /// Everything it caused is safe: it may be acknowledged.
    ///
    /// @param on the connections on which it was accepted
    public void settle(OutConnections on) {
        settled = Optional.of(on);
        orderer.release();
    }

    boolean isSettled() {
        return settled.isPresent();
    }

    /// Whether it may be acknowledged when it comes again: it is in work, or what it caused was accepted by a
    /// Server that has been there ever since.
    boolean isWorthJoining(OutConnections now) {
        return settled.isEmpty() || settled.get().equals(now);
    }

    /// The message came again: from now on it is acknowledged there.
    void rejoin(Arrival again, AckOrderer newOrderer) {
        arrival = again;
        orderer = newOrderer;
        newOrderer.register(this);
        newOrderer.release();
    }
}
