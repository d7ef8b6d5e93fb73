// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.Utf8EncodedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Where a message goes that was in the spool and is refused by the broker for good: its input was acknowledged long
/// ago, so that nobody else can make a dead letter of it. Called on the spool's thread.
@FunctionalInterface
public interface RefusedMessages {
    /// Keeps one.
    ///
    /// @throws IOException when it can't; then it stays in the spool, and is brought again
    void keep(OutgoingPublish publish, PublishOutcome.Refused refused) throws IOException;

    /// Into the gateway's file of dead letters. A message that is none yet gets the user properties `reason`
    /// (`refused`) and `detail`; its topic is where it was to go.
    static RefusedMessages to(DeadLetterFile file, TimeSource time) {
        return (publish, refused) -> file.append(letter(publish, refused), time.instant());
    }

    private static OutgoingPublish letter(OutgoingPublish publish, PublishOutcome.Refused refused) {
        PublishProperties p = publish.properties();
        if (p.userProperties().stream().anyMatch(property -> property.name().equals("reason"))) {
            return publish;
        }
        List<UserProperty> properties = new ArrayList<>(p.userProperties());
        properties.add(new UserProperty("reason", DeadLetterReason.REFUSED.label()));
        properties.add(new UserProperty("detail", Utf8EncodedString.of(refused.explanation(), 500)));
        return new OutgoingPublish(
                publish.topic(),
                publish.payload(),
                publish.retain(),
                new PublishProperties(
                        p.contentType(),
                        p.utf8(),
                        p.messageExpiry(),
                        p.responseTopic(),
                        p.correlationData(),
                        properties));
    }
}
