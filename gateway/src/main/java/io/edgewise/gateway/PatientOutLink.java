// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import java.util.Optional;
import java.util.function.Consumer;

/// Hands messages to a spool without the limit that a route's deadline sets: once a result is on the disk its
/// message is acknowledged, and dropping it then would lose what was promised. Message Expiry and the spool's
/// `age` still hold.
///
/// Thread-safe, as the spool is; closes it.
record PatientOutLink(OutLink spool) implements OutLink {
    @Override
    public void publish(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        OutgoingPublish wanted = new OutgoingPublish(
                publish.topic(), publish.payload(), publish.retain(), publish.properties(), Optional.empty());
        spool.publish(wanted, done);
    }

    @Override
    public long connection() {
        return spool.connection();
    }

    @Override
    public boolean isConnected() {
        return spool.isConnected();
    }

    @Override
    public void close() {
        spool.close();
    }
}
