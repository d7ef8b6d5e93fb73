// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.devices.payload.DeviceMessage;
import io.edgewise.gateway.mqtt.Publish;
import java.time.Instant;
import java.util.List;

/// A message whose text was read: what does not change on its way through the steps. Immutable.
///
/// @param publish the message
/// @param received when it came in
/// @param receivedNanos the same by the clock that is never set
/// @param captures what the wildcards of the route's filter matched
/// @param message what the payload says
/// @param id the message's own id, or one made up at reception
/// @param key the idempotency key
/// @param cancellation whether its answer is still wanted
record Work(
        Publish publish,
        Instant received,
        long receivedNanos,
        List<String> captures,
        DeviceMessage message,
        String id,
        String key,
        Cancellation cancellation) {}
