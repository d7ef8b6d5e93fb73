// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.EventLoop;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.OutConnections;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.route.Outputs.Output;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands to the out-link what one message causes, and says when all of it is safe.
///
/// Confined to the event loop of its route; what the out-link says on its own threads is handed over to it.
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /// What became of it.
    sealed interface Sent {
        /// The broker has everything.
        record Safe() implements Sent {}

        /// The broker refused a part for good.
        record Refused(String explanation) implements Sent {}

        /// A part could not be sent in time.
        record Late() implements Sent {}

        /// A dead letter could be left neither at the broker nor in the state folder; worth another try
        /// later.
        record NotSaved() implements Sent {}

        /// The link was closed first.
        record Abandoned() implements Sent {}
    }

    private final OutLink out;
    private final OutLink toSenders;
    private final DeadLetterFile file;
    private final TimeSource time;
    private final EventLoop loop;
    private boolean cantNote;

    /// @param out the link for results, copies and dead letters
    /// @param toSenders the link to the broker that messages come from; mostly the same
    Sender(OutLink out, OutLink toSenders, DeadLetterFile file, TimeSource time, EventLoop loop) {
        this.out = out;
        this.toSenders = toSenders;
        this.file = file;
        this.time = time;
        this.loop = loop;
    }

    /// The present connections. Looked at before something is sent: what is accepted then was accepted on these
    /// or on later ones.
    OutConnections connections() {
        return new OutConnections(out.connection(), toSenders.connection());
    }

    /// Sends all of them.
    ///
    /// @param done called once, on the event loop, when the last outcome is known
    void send(List<Output> outputs, Consumer<Sent> done) {
        AtomicInteger open = new AtomicInteger(outputs.size());
        AtomicReference<Sent> worst = new AtomicReference<>(new Sent.Safe());
        for (Output output : outputs) {
            (output.toSender() ? toSenders : out).publish(output.publish(), outcome -> {
                Sent sent = sent(outcome);
                worst.updateAndGet(before -> before instanceof Sent.Safe ? sent : before);
                if (open.decrementAndGet() == 0) {
                    loop.execute(() -> done.accept(worst.get()));
                }
            });
        }
    }

    /// Whether what is sent now leaves soon.
    boolean isConnected(boolean toSender) {
        return (toSender ? toSenders : out).isConnected();
    }

    /// Sends a dead letter, to the broker or, when the broker refuses it for good, to the file in the state
    /// folder.
    ///
    /// @param done called once, on the event loop
    void sendDeadLetter(OutgoingPublish letter, Consumer<Sent> done) {
        out.publish(
                letter,
                outcome -> loop.execute(() -> done.accept(
                        switch (outcome) {
                            case PublishOutcome.Refused refused -> keep(letter, refused);
                            case PublishOutcome.Accepted accepted -> noted(letter);
                            default -> sent(outcome);
                        })));
    }

    /// The broker has it, so that it can't be noted here is no reason to keep the message waiting.
    private Sent noted(OutgoingPublish letter) {
        try {
            boolean noted = file.note(letter, time.instant());
            LOG.atTrace().log("dead letter noted: {}", noted);
            cantNote = false;
        } catch (IOException e) {
            if (!cantNote) {
                LOG.atWarn()
                        .log(
                                "dead letters can't be noted in the state folder, so edgewise dead-letters will not know them;"
                                        + " check that it can be written to: {}",
                                e.toString());
            }
            cantNote = true;
        }
        return new Sent.Safe();
    }

    private Sent keep(OutgoingPublish letter, PublishOutcome.Refused refused) {
        try {
            file.append(letter, time.instant());
            LOG.atWarn()
                    .log(
                            "the broker refused a dead letter ({}); it was written to the state folder",
                            refused.explanation());
            return new Sent.Safe();
        } catch (IOException e) {
            LOG.atError()
                    .setCause(e)
                    .log(
                            "a dead letter could neither be published ({}) nor written to the state folder; check that the"
                                    + " folder can be written to",
                            refused.explanation());
            return new Sent.NotSaved();
        }
    }

    private static Sent sent(PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Accepted accepted -> new Sent.Safe();
            case PublishOutcome.Refused refused -> new Sent.Refused(refused.explanation());
            case PublishOutcome.Late late -> new Sent.Late();
            case PublishOutcome.Abandoned abandoned -> new Sent.Abandoned();
        };
    }
}
