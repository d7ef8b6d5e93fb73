// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.Publish;
import java.time.Instant;

/// A message as it came in. Immutable.
///
/// @param connection that delivered it, and on which alone it may be acknowledged
/// @param at when it was received
/// @param nanos the same by the clock that is never set, for deadlines
public record Arrival(InConnection connection, Publish publish, Instant at, long nanos) {
    /// Its connection has ended before any work was done: the Server sends it again on the next one. QoS 0 is never
    /// sent again.
    public boolean comesAgain() {
        return publish.qos() > 0 && connection.isDead();
    }
}
