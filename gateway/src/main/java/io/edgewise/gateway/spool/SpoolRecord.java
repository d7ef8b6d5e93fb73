// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishProperties;
import java.time.Duration;
import java.util.Optional;

/// A message and when it came in. Immutable.
///
/// @param publish as it was handed over: its Message Expiry Interval and `wantedFor` count from `entered`
record SpoolRecord(OutgoingPublish publish, Stamp entered) {
    static SpoolRecord of(OutgoingPublish publish, TimeSource time) {
        return new SpoolRecord(publish, Stamp.now(time));
    }

    /// Why nobody wants it any more; empty when somebody does.
    Optional<DropReason> past(TimeSource time) {
        Duration waited = entered.ago(time);
        if (isOver(publish.properties().messageExpiry(), waited)) {
            return Optional.of(DropReason.EXPIRED);
        }
        return isOver(publish.wantedFor(), waited) ? Optional.of(DropReason.LATE) : Optional.empty();
    }

    private static boolean isOver(Optional<Duration> limit, Duration waited) {
        return limit.filter(duration -> waited.compareTo(duration) >= 0).isPresent();
    }

    /// The message with what is left of its times.
    OutgoingPublish left(TimeSource time) {
        Duration waited = entered.ago(time);
        PublishProperties p = publish.properties();
        return new OutgoingPublish(
                publish.topic(),
                publish.payload(),
                publish.retain(),
                new PublishProperties(
                        p.contentType(),
                        p.utf8(),
                        p.messageExpiry().map(expiry -> expiry.minus(waited)),
                        p.responseTopic(),
                        p.correlationData(),
                        p.userProperties()),
                publish.wantedFor().map(limit -> limit.minus(waited)));
    }
}
