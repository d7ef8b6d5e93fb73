// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import java.util.Locale;

/// Why a message has no answer. The names are part of the contract: user property `reason` of a dead letter,
/// and a label of metrics.
public enum DeadLetterReason {
    /// The payload is not what the route's codec reads.
    MALFORMED,
    /// The payload is well-formed and holds no text.
    NO_TEXT,
    /// The payload is larger than the route takes.
    TOO_LARGE,
    /// Its MQTT Message Expiry Interval passed.
    EXPIRED,
    /// The route's deadline passed.
    DEADLINE,
    /// The model failed on it, again when it was alone.
    POISON,
    /// Its publisher sent more than its share.
    QUOTA,
    /// The model's answer was not valid.
    INVALID_OUTPUT,
    /// The broker refused the answer for good.
    REFUSED,
    /// Its sender said that the answer is not wanted any more.
    CANCELLED,
    /// It is the gateway's own output that came in again.
    LOOP;

    /// As in topics, properties and metrics: `too-large`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
