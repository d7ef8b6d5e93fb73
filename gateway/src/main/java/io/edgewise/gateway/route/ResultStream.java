// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.EventLoop;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.StreamJson;
import io.edgewise.gateway.answer.StreamJson.Part;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming;
import io.edgewise.gateway.route.Outputs.Destination;
import io.edgewise.gateway.route.Steps.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Publishes an answer while it is written, for people who wait: what the contract is about is the result,
/// which comes whole and safe as always. A part that can't leave at once is not kept: while the broker is away,
/// and while the part before is under way, what is written gathers in the next one. So a slow link gets few
/// parts and never a queue of them.
///
/// Confined to the event loop of its route but for [#wrote] and [#again].
final class ResultStream implements Steps.Progress {
    /// A part that is older than so many intervals helps nobody.
    private static final int WANTED = 4;

    /// No timer is shorter.
    private static final long LEAST_WAIT_NANOS = 1_000_000;

    private final Streaming how;
    private final Work work;
    private final Outputs outputs;
    private final Destination destination;
    private final Sender sender;
    private final EventLoop loop;
    private final TimeSource time;
    private final StringBuilder gathered = new StringBuilder();
    private int sequence;
    private long sentNanos;
    private boolean underWay;
    private boolean scheduled;
    private boolean ended;

    ResultStream(
            Streaming how,
            Work work,
            Outputs outputs,
            Destination destination,
            Sender sender,
            EventLoop loop,
            TimeSource time) {
        this.how = how;
        this.work = work;
        this.outputs = outputs;
        this.destination = destination;
        this.sender = sender;
        this.loop = loop;
        this.time = time;
        this.sentNanos = time.nanoTime() - how.every().toNanos();
    }

    @Override
    public void wrote(String text) {
        loop.execute(() -> {
            gathered.append(text);
            sendWhenDue();
        });
    }

    @Override
    public void again() {
        loop.execute(() -> {
            gathered.setLength(0);
            send(new Part.Again());
        });
    }

    /// The answer is whole, or there is none. What is left to redelivery is answered later, with a stream of
    /// its own.
    void end(Outcome outcome) {
        ended = true;
        if (outcome instanceof Outcome.Refused) {
            return;
        }
        Optional<String> text =
                outcome instanceof Outcome.Answered answered ? text(answered.answer()) : Optional.empty();
        send(text.<Part>map(whole -> new Part.Last(gathered.toString(), whole)).orElseGet(Part.GivenUp::new));
    }

    private static Optional<String> text(Answer answer) {
        return answer.generation().map(said -> said.answer().generated().text());
    }

    private void sendWhenDue() {
        int certain = how.by() == Streaming.Unit.TOKENS ? gathered.length() : endOfSentence();
        if (ended || underWay || scheduled || certain == 0 || !sender.isConnected(destination.toSender())) {
            return;
        }
        long left = how.every().toNanos() - (time.nanoTime() - sentNanos);
        if (left > 0) {
            scheduled = true;
            loop.schedule(Duration.ofNanos(Math.max(left, LEAST_WAIT_NANOS)), () -> {
                scheduled = false;
                sendWhenDue();
            });
            return;
        }
        String text = gathered.substring(0, certain);
        gathered.delete(0, certain);
        send(new Part.More(text));
    }

    /// Behind the last end of a sentence that is followed by a blank.
    private int endOfSentence() {
        for (int i = gathered.length() - 1; i > 0; i--) {
            if (Character.isWhitespace(gathered.charAt(i)) && ".!?\n".indexOf(gathered.charAt(i - 1)) >= 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private void send(Part part) {
        underWay = true;
        sentNanos = time.nanoTime();
        byte[] json = StreamJson.write(work.id(), sequence++, part);
        Duration wanted = how.every().multipliedBy(WANTED).plusSeconds(1);
        sender.send(List.of(outputs.part(work, destination, json, wanted)), sent -> {
            underWay = false;
            sendWhenDue();
        });
    }
}
