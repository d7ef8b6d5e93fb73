// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The deliveries of one route over its connections. Confined to the event loop of its route.
public final class Deliveries {
    private final int window;
    private final Redeliveries redeliveries = new Redeliveries();
    private @Nullable AckOrderer orderer;

    /// @param window messages that the Server may have unacknowledged at once
    public Deliveries(int window) {
        this.window = window;
    }

    /// Begins the delivery of a message, or joins it to the earlier delivery of which it is the repetition.
    ///
    /// @param now the connections on which an earlier answer still counts
    /// @return the delivery to work on; empty when there is nothing to do but to wait for the earlier one
    public Optional<Delivery> admit(Arrival arrival, OutConnections now) {
        AckOrderer present = ordererFor(arrival);
        if (arrival.publish().qos() > 0) {
            Optional<Delivery> earlier = redeliveries.match(arrival).filter(known -> known.isWorthJoining(now));
            if (earlier.isPresent()) {
                earlier.get().rejoin(arrival, present);
                return Optional.empty();
            }
        }
        return Optional.of(new Delivery(arrival, present));
    }

    /// A message of another connection than the last one's: that one has ended, and what it left
    /// unacknowledged comes again if the Server kept the Session.
    private AckOrderer ordererFor(Arrival arrival) {
        AckOrderer present = orderer;
        if (present != null && present.connection().equals(arrival.connection())) {
            return present;
        }
        if (present != null
                && present.connection().session() == arrival.connection().session()) {
            redeliveries.expect(present.lastAcknowledged(), present.unacknowledged());
        } else {
            redeliveries.forget();
        }
        AckOrderer fresh = new AckOrderer(arrival.connection(), window);
        orderer = fresh;
        return fresh;
    }
}
