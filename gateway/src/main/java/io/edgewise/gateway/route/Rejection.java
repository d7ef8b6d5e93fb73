// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.devices.payload.MalformedPayloadException;
import io.edgewise.gateway.config.PublisherQuota;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.generation.ContextFullException;
import io.edgewise.inference.grammar.GrammarException;

/// Why a message becomes a dead letter. Immutable.
///
/// @param detail a sentence for people: what, the limit, and the key that sets it
record Rejection(DeadLetterReason reason, String detail) {
    static Rejection tooLarge(int bytes, int most) {
        return new Rejection(
                DeadLetterReason.TOO_LARGE,
                "the payload has " + bytes + " bytes, the route takes at most " + most + " (max-payload)");
    }

    static Rejection strangeTopic(TopicFilter from) {
        return new Rejection(
                DeadLetterReason.REFUSED,
                "the topic does not match " + from + ": the broker has an older subscription in this session");
    }

    static Rejection wentRound(TopicName topic) {
        return new Rejection(DeadLetterReason.LOOP, "this route published it, and it came in again on " + topic);
    }

    static Rejection beyond(PublisherQuota quota) {
        return new Rejection(
                DeadLetterReason.QUOTA,
                "its publisher sent more than " + quota.messages() + " messages in "
                        + quota.per().toMillis() + " ms (quota)");
    }

    static Rejection of(MalformedPayloadException e) {
        DeadLetterReason reason = switch (e.reason()) {
            case MALFORMED -> DeadLetterReason.MALFORMED;
            case NO_TEXT -> DeadLetterReason.NO_TEXT;
        };
        return new Rejection(reason, String.valueOf(e.getMessage()));
    }

    /// Of a text that a step gave no answer to.
    static Rejection ofStep(Throwable cause) {
        return switch (cause) {
            case ContextFullException tooLong ->
                new Rejection(DeadLetterReason.TOO_LARGE, "no prompt can be made of it: " + tooLong.getMessage());
            case GrammarException unfit ->
                new Rejection(DeadLetterReason.INVALID_OUTPUT, "no answer is possible: " + unfit.getMessage());
            case InvalidOutputException invalid -> new Rejection(DeadLetterReason.INVALID_OUTPUT, byTheModel(invalid));
            default -> new Rejection(DeadLetterReason.POISON, byTheModel(cause));
        };
    }

    private static String byTheModel(Throwable cause) {
        return "the model failed on this text: " + cause.getMessage();
    }

    static Rejection cancelled() {
        return new Rejection(DeadLetterReason.CANCELLED, "its sender cancelled it before the answer was there");
    }

    /// Of a defect of our own.
    static Rejection internal(RuntimeException e) {
        return new Rejection(DeadLetterReason.POISON, "internal error: " + e);
    }
}
