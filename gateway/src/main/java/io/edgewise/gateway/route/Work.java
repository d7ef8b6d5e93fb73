// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.mqtt.Publish;
import java.time.Instant;
import java.util.List;

/// A message whose text was read: what does not change on its way through the steps. Immutable.
///
/// @param publish the message
/// @param received when it came in
/// @param receivedNanos the same by the clock that is never set
/// @param captures what the wildcards of the route's filter matched
/// @param text the text to be judged
/// @param id the message's own id, or one made up at reception
/// @param key the idempotency key
record Work(
        Publish publish,
        Instant received,
        long receivedNanos,
        List<String> captures,
        String text,
        String id,
        String key) {}
