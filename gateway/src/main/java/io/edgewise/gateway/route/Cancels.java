// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.Delivery;
import io.edgewise.gateway.delivery.MessageId;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.JsonDocument;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages of a route whose answers their senders can still cancel, and the messages that do so: on the
/// topic of the result with `/cancel` behind it, `{"id":"7"}` or nothing but the Correlation Data of the
/// message.
///
/// Confined to the event loop of its route; bounded by the route's window.
final class Cancels {
    private static final Logger LOG = LoggerFactory.getLogger(Cancels.class);

    /// More is no id.
    private static final int MOST_BYTES = 4096;

    private final Outputs outputs;
    private final IdentityHashMap<Delivery, Work> works = new IdentityHashMap<>();

    Cancels(Outputs outputs) {
        this.outputs = outputs;
    }

    void enter(Delivery delivery, Work work) {
        works.put(delivery, work);
    }

    void leave(Delivery delivery) {
        works.remove(delivery);
    }

    /// One that came before its message, or too late, does nothing.
    void received(Publish cancel) {
        Optional<String> id = id(cancel);
        if (id.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("topic", cancel.topic())
                    .log("a message that cancels names none: expected {\"id\":\"…\"} as in the stream, or the message's"
                            + " Correlation Data");
            return;
        }
        List<Work> meant = works.values().stream()
                .filter(work -> work.id().equals(id.get())
                        && cancel.topic().value().equals(outputs.ownTopic(work) + RouteConfiguration.CANCEL_LEVEL))
                .toList();
        LOG.atDebug().addKeyValue("topic", cancel.topic()).log("{} cancels {} messages", id.get(), meant.size());
        meant.forEach(work -> work.cancellation().cancel());
    }

    private static Optional<String> id(Publish cancel) {
        Optional<String> member = cancel.payload().length() > MOST_BYTES
                ? Optional.empty()
                : member(cancel.payload().bytes());
        return Optional.of(MessageId.of(member, cancel.properties().correlationData()))
                .filter(MessageId::fromSender)
                .map(MessageId::value);
    }

    private static Optional<String> member(byte[] payload) {
        try {
            return payload.length > 0
                            && JsonDocument.parse(payload) instanceof Mapping members
                            && members.entries().get("id") instanceof Scalar id
                            && (id.kind() == Kind.TEXT || id.kind() == Kind.NUMBER)
                    ? Optional.of(id.raw()).filter(text -> !text.isBlank())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // as one without an id
        }
    }
}
