// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.EventLoop;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.Arrival;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.delivery.Deliveries;
import io.edgewise.gateway.delivery.Delivery;
import io.edgewise.gateway.delivery.Intake;
import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.delivery.OutConnections;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.inference.generation.ContextFullException;
import io.edgewise.inference.grammar.GrammarException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leads a route's messages from reception to acknowledgement.
///
/// [#received] is called by the in-link and may wait; everything else is confined to the route's event
/// loop.
public final class RoutePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RoutePipeline.class);

    private static final Duration DEAD_LETTER_RETRY = Duration.ofSeconds(10);

    private final RouteConfiguration route;
    private final Steps steps;
    private final Inference inference;
    private final EventLoop loop;
    private final TimeSource time;
    private final RouteMetrics metrics;
    private final Outputs outputs;
    private final Sender sender;
    private final TimeLimits limits;
    private final MessageBudget budget;
    private final Intake intake;
    private final Deliveries deliveries;
    private final Reception reception;
    /// Whether steps are told in which conversation a message is.
    private final boolean converses;
    private final boolean cancellable;
    /// Results are held back until their turn, where one text may be done before the one before.
    private final boolean waitsForTurns;
    private final ResultOrder order = new ResultOrder();
    private final Cancels cancels;
    private final AtomicBoolean awake = new AtomicBoolean();
    private Optional<Runnable> whenIdle = Optional.empty();
    private int inWork;

    /// @param inputs the filters of all routes at this moment: an answer must not come in again
    /// @param out where answers go; not closed here
    /// @param toSenders where answers go that a sender waits for: to the broker that its message came from
    /// @param deadLetters for dead letters that the broker itself refuses
    /// @param budget the memory that all routes share for messages
    public RoutePipeline(
            String gatewayId,
            RouteConfiguration route,
            Supplier<List<TopicFilter>> inputs,
            Steps steps,
            Inference inference,
            EventLoop loop,
            TimeSource time,
            RouteMetrics metrics,
            OutLink out,
            OutLink toSenders,
            DeadLetterFile deadLetters,
            MessageBudget budget) {
        this.route = route;
        this.steps = steps;
        this.inference = inference;
        this.loop = loop;
        this.time = time;
        this.metrics = metrics;
        this.outputs = new Outputs(gatewayId, route, inputs);
        this.cancels = new Cancels(outputs);
        this.reception = new Reception(route, outputs);
        this.sender = new Sender(out, toSenders, deadLetters, time, loop);
        this.limits = new TimeLimits(route.deadline(), time);
        this.budget = budget;
        this.intake = new Intake(route.overflowBytes(), budget);
        this.deliveries = new Deliveries(route.window());
        this.waitsForTurns = route.ordered() && route.mayOvertake();
        this.converses = route.converses();
        this.cancellable = route.cancels();
    }

    /// Takes a message in, on the in-link's thread. Waits when the overflow is full.
    public void received(InConnection connection, Publish publish) {
        Arrival arrival = new Arrival(connection, publish, time.instant(), time.nanoTime());
        if (intake.put(arrival)) {
            wake();
        }
    }

    /// Takes what a sender says beside the topic of its result. From any thread; does not wait. The
    /// subscription may be wider than what is listened to, and bring back results and parts: they are passed
    /// over.
    public void control(Publish publish) {
        String topic = publish.topic().value();
        if (converses && topic.endsWith(RouteConfiguration.FORGET_LEVEL)) {
            steps.forget(topic.substring(0, topic.length() - RouteConfiguration.FORGET_LEVEL.length()));
        } else if (cancellable && topic.endsWith(RouteConfiguration.CANCEL_LEVEL)) {
            loop.execute(() -> cancels.received(publish));
        }
    }

    /// One task on the loop drains the intake, however many messages came meanwhile.
    private void wake() {
        if (awake.compareAndSet(false, true)) {
            loop.execute(() -> {
                awake.set(false);
                drain();
            });
        }
    }

    private void drain() {
        assert loop.isCurrent();
        // Beyond the budget, one at a time.
        while (inWork < route.window() && (inWork == 0 || !budget.isExceeded())) {
            Optional<Arrival> arrival = intake.poll();
            if (arrival.isEmpty()) {
                return;
            }
            admit(arrival.get());
        }
    }

    private void admit(Arrival arrival) {
        if (arrival.comesAgain()) {
            budget.giveBack(arrival.publish());
            return;
        }
        Optional<Delivery> delivery = deliveries.admit(arrival, sender.connections());
        if (delivery.isEmpty()) {
            budget.giveBack(arrival.publish());
            metrics.rejoined();
            return;
        }
        metrics.received();
        inWork++;
        guard(delivery.get(), () -> receive(delivery.get()));
    }

    /// A defect of our own must not leave a message in work for ever: it would hold back every
    /// acknowledgement behind it.
    private void guard(Delivery delivery, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("topic", delivery.arrival().publish().topic())
                    .setCause(e)
                    .log("internal error in route {}; the message becomes a dead letter", route.name());
            deadLetter(delivery, Rejection.internal(e));
        }
    }

    private void receive(Delivery delivery) {
        switch (reception.look(delivery.arrival())) {
            case Reception.Decision.Rejected rejected -> deadLetter(delivery, rejected.rejection());
            case Reception.Decision.OwnDeadLetter again -> drop(delivery);
            case Reception.Decision.Taken taken -> {
                if (cancellable) {
                    cancels.enter(delivery, taken.work());
                }
                if (waitsForTurns) {
                    order.enter(delivery, taken.work().publish().topic());
                }
                step(delivery, taken.work(), 0, Answer.NOTHING);
            }
        }
    }

    private void drop(Delivery delivery) {
        metrics.deadLetter(DeadLetterReason.LOOP);
        LOG.atWarn()
                .addKeyValue("route", route.name())
                .addKeyValue("topic", delivery.arrival().publish().topic())
                .log(
                        "a dead letter of this route came in again and was dropped: find what carries it back to {}",
                        route.from());
        settle(delivery, sender.connections());
    }

    /// @param from the number of the step that is next, unless its condition does not hold
    private void step(Delivery delivery, Work work, int from, Answer before) {
        int number = steps.next(from, before);
        Optional<Rejection> unwanted = unwanted(work);
        if (unwanted.isPresent()) {
            deadLetter(delivery, unwanted.get());
        } else if (number == steps.count()) {
            order.inTurn(delivery, () -> guard(delivery, () -> publish(delivery, work, before)));
        } else {
            String key = route.ordered() ? work.publish().topic().value() : "";
            Optional<ResultStream> stream = stream(work, number);
            Steps.Text text = new Steps.Text(
                    work.message().text(),
                    key,
                    route.priority(),
                    work.received(),
                    limits.endNanos(work),
                    work.captures(),
                    converses ? outputs.ownTopic(work) : "",
                    stream.<Steps.Progress>map(s -> s).orElse(Steps.Progress.NOBODY),
                    work.cancellation());
            steps.submit(
                    number,
                    text,
                    before,
                    inference,
                    outcome -> loop.execute(() -> guard(delivery, () -> {
                        stream.ifPresent(s -> s.end(outcome));
                        stepped(delivery, work, number, outcome);
                    })));
        }
    }

    /// Why there is to be no answer any more, if there is not.
    private Optional<Rejection> unwanted(Work work) {
        return work.cancellation().isCancelled()
                ? Optional.of(Rejection.cancelled())
                : limits.late(work).map(reason -> new Rejection(reason, limits.sentence(work, reason)));
    }

    /// What the answer of a step is published with while it is written.
    private Optional<ResultStream> stream(Work work, int number) {
        try {
            return steps.streaming(number)
                    .flatMap(how -> outputs.streamDestination(work)
                            .map(to -> new ResultStream(how, work, outputs, to, sender, loop, time)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // there is no topic for the result either, which is told then
        }
    }

    private void stepped(Delivery delivery, Work work, int number, Steps.Outcome outcome) {
        switch (outcome) {
            case Steps.Outcome.Answered answered -> step(delivery, work, number + 1, answered.answer());
            case Steps.Outcome.Expired expired ->
                tooLate(delivery, work, limits.late(work).orElse(DeadLetterReason.DEADLINE));
            case Steps.Outcome.Cancelled cancelled -> deadLetter(delivery, Rejection.cancelled());
            case Steps.Outcome.Failed failed -> failed(delivery, work, failed.cause());
            case Steps.Outcome.Refused refused -> leaveToRedelivery(delivery);
        }
    }

    private void failed(Delivery delivery, Work work, Throwable cause) {
        // What can't be written, by its length or its form, is no failure of the model.
        if (!(cause instanceof ContextFullException || cause instanceof GrammarException)) {
            LOG.atWarn()
                    .addKeyValue("route", route.name())
                    .addKeyValue("topic", work.publish().topic())
                    .setCause(cause)
                    .log("a message became a dead letter: the model failed on it twice");
        }
        deadLetter(delivery, Rejection.ofStep(cause));
    }

    private void tooLate(Delivery delivery, Work work, DeadLetterReason reason) {
        deadLetter(delivery, new Rejection(reason, limits.sentence(work, reason)));
    }

    private void publish(Delivery delivery, Work work, Answer answer) {
        Optional<Rejection> unwanted = unwanted(work); // it may have waited for its turn
        if (unwanted.isPresent()) {
            deadLetter(delivery, unwanted.get());
            return;
        }
        List<Outputs.Output> publishes;
        try {
            publishes = outputs.answer(work, answer, limits.elapsed(work), limits.left(work));
        } catch (IllegalArgumentException e) {
            deadLetter(delivery, new Rejection(DeadLetterReason.REFUSED, "no topic for the answer: " + e.getMessage()));
            return;
        }
        OutConnections on = sender.connections();
        sender.send(publishes, sent -> guard(delivery, () -> published(delivery, work, answer, sent, on)));
    }

    private void published(Delivery delivery, Work work, Answer answer, Sender.Sent sent, OutConnections on) {
        switch (sent) {
            case Sender.Sent.Safe safe -> {
                metrics.answered(answer, limits.elapsed(work));
                settle(delivery, on);
            }
            case Sender.Sent.Refused refused ->
                deadLetter(delivery, new Rejection(DeadLetterReason.REFUSED, refused.explanation()));
            case Sender.Sent.Late late ->
                tooLate(delivery, work, limits.late(work).orElse(DeadLetterReason.DEADLINE));
            case Sender.Sent.NotSaved notSaved -> throw new IllegalStateException("only dead letters are saved");
            case Sender.Sent.Abandoned abandoned -> leaveToRedelivery(delivery);
        }
    }

    private void deadLetter(Delivery delivery, Rejection rejection) {
        order.leave(delivery);
        metrics.deadLetter(rejection.reason());
        LOG.atDebug()
                .addKeyValue("route", route.name())
                .addKeyValue("topic", delivery.arrival().publish().topic())
                .addKeyValue("reason", rejection.reason().label())
                .log("dead letter: {}", rejection.detail());
        sendDeadLetter(delivery, outputs.deadLetter(delivery.arrival().publish(), rejection));
    }

    private void sendDeadLetter(Delivery delivery, OutgoingPublish letter) {
        OutConnections on = sender.connections();
        sender.sendDeadLetter(letter, sent -> {
            switch (sent) {
                case Sender.Sent.Safe safe -> settle(delivery, on);
                case Sender.Sent.NotSaved notSaved ->
                    loop.schedule(DEAD_LETTER_RETRY, () -> sendDeadLetter(delivery, letter));
                case Sender.Sent.Refused refused -> throw new IllegalStateException("a refused dead letter is saved");
                case Sender.Sent.Late late -> throw new IllegalStateException("a dead letter is never late");
                case Sender.Sent.Abandoned abandoned -> leaveToRedelivery(delivery);
            }
        });
    }

    private void settle(Delivery delivery, OutConnections on) {
        delivery.settle(on);
        ended(delivery);
    }

    /// The message stays unacknowledged: the broker sends it again on the next connection.
    private void leaveToRedelivery(Delivery delivery) {
        ended(delivery);
    }

    private void ended(Delivery delivery) {
        order.leave(delivery);
        cancels.leave(delivery);
        budget.giveBack(delivery.arrival().publish());
        inWork--;
        if (inWork == 0) {
            whenIdle.ifPresent(Runnable::run);
        }
        drain();
    }

    /// Takes nothing more in, and calls back when what is in work is settled. What waits is left to
    /// redelivery.
    public void stop(Runnable idle) {
        intake.close();
        loop.execute(() -> {
            whenIdle = Optional.of(idle);
            if (inWork == 0) {
                idle.run();
            }
        });
    }

    /// Messages that wait for room in the window, for metrics; any thread may ask, the answer may be a
    /// moment old.
    public int waiting() {
        return intake.size();
    }

    /// QoS 0 messages that gave way under overload so far, for metrics; any thread may ask.
    public long droppedAtQos0() {
        return intake.droppedAtQos0();
    }

    /// The route's name.
    public String name() {
        return route.name();
    }
}
