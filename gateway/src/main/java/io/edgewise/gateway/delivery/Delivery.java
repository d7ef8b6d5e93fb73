// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

/// One message from reception to acknowledgement. Confined to the event loop of its route.
///
/// Its acknowledgement belongs to a connection and its work does not: when the connection ends first, the work
/// goes on, and the message's redelivery takes the acknowledgement over ([#rejoin]).
public final class Delivery {
    private Arrival arrival;
    private AckOrderer orderer;
    private boolean settled;

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
    public void settle() {
        settled = true;
        orderer.release();
    }

    boolean isSettled() {
        return settled;
    }

    /// The message came again: from now on it is acknowledged there.
    void rejoin(Arrival again, AckOrderer newOrderer) {
        arrival = again;
        orderer = newOrderer;
        newOrderer.register(this);
        newOrderer.release();
    }
}
