// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.delivery.DeadLetterReason;
import java.time.Duration;

/// What a route tells of itself, one call per event. Called on the route's event loop.
public interface RouteMetrics {
    /// A message was admitted.
    void received();

    /// A message came again after a lost connection and joined the work that was already done for it.
    void rejoined();

    /// An answer is with the broker.
    ///
    /// @param total from reception to the broker's acknowledgement
    void answered(Answer answer, Duration total);

    /// A message became a dead letter.
    void deadLetter(DeadLetterReason reason);
}
