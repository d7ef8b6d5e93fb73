// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.route.RoutePipeline;
import io.edgewise.gateway.route.Steps;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real [RoutePipeline] among fakes, led by the test step by step.
///
/// ```java
/// PipelineDriver driver = PipelineDriver.of(Routes.chat(), folder);
/// FakeInConnection connection = FakeInConnection.first("a");
/// driver.receive(connection, Publishes.text(1, "hello"));   // admitted, decoded, waits for the model
/// driver.answer(0);                                         // result published, accepted, message
/// acknowledged assertThat(connection.acknowledged()).containsExactly(1);
/// ```
///
/// Confined to the test's thread: the event loop, the lanes, the links and the clock all run on it.
public final class PipelineDriver {
    private static final Map<String, BundleDescriptor> BUNDLES =
            Map.of("moderation", FakeBundles.moderation(), "extraction", FakeBundles.extraction());
    private static final String DEAD_LETTERS = "edgewise/pi/dead-letter/";

    private final ManualClock clock = new ManualClock();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final FakeOutLink out = new FakeOutLink();
    private final OutLink toSenders;
    private final FakeInference inference = new FakeInference(BUNDLES);
    private final FakeMetrics metrics = new FakeMetrics();
    private final MessageBudget budget;
    private final RoutePipeline pipeline;

    private PipelineDriver(
            RouteConfiguration route, Path state, MessageBudget budget, Optional<OutLink> otherForSenders) {
        this.budget = budget;
        this.toSenders = otherForSenders.orElse(out);
        this.pipeline = new RoutePipeline(
                "pi",
                route,
                () -> List.of(route.from()),
                Steps.of(route.steps(), BUNDLES),
                inference,
                loop,
                new FakeTime(clock),
                metrics,
                out,
                toSenders,
                new DeadLetterFile(state),
                budget);
    }

    /// A pipeline of the gateway `pi`.
    ///
    /// @param state folder for dead letters that the Server refuses
    public static PipelineDriver of(Routes route, Path state) {
        return of(route, state, new MessageBudget(Long.MAX_VALUE));
    }

    /// The same with a budget, which another pipeline may share.
    public static PipelineDriver of(Routes route, Path state, MessageBudget budget) {
        return new PipelineDriver(route.build(), state, budget, Optional.empty());
    }

    /// A pipeline whose senders are on another broker.
    public static PipelineDriver of(Routes route, Path state, OutLink toSenders) {
        return new PipelineDriver(route.build(), state, new MessageBudget(Long.MAX_VALUE), Optional.of(toSenders));
    }

    /// Hands a message in and runs the loop until it is idle. Must not be called when the overflow is full:
    /// it would wait for room that nobody makes.
    public void receive(InConnection connection, Publish publish) {
        pipeline.received(connection, publish);
        loop.runAll();
    }

    /// Hands messages in, one after the other.
    public void receive(InConnection connection, List<Publish> publishes) {
        publishes.forEach(publish -> receive(connection, publish));
    }

    /// Answers the job of this number among those that wait, and runs the loop.
    public void answer(int index) {
        inference.answer(index);
        loop.runAll();
    }

    /// Answers all jobs, those too that come of it.
    public void answerAll() {
        while (!inference.waiting().isEmpty()) {
            answer(0);
        }
    }

    /// Ends everything that the out-link holds, and runs the loop.
    public void settle(FakeOutLink.Reaction reaction) {
        out.settle(reaction);
        loop.runAll();
    }

    /// Ends one of the publishes that the out-link holds, and runs the loop.
    public void settle(int index, FakeOutLink.Reaction reaction) {
        out.settle(index, reaction);
        loop.runAll();
    }

    /// Lets time pass, and runs what became due.
    public void advance(Duration duration) {
        clock.advance(duration);
        loop.runAll();
    }

    /// What the Server has but for dead letters, in order.
    public List<OutgoingPublish> results() {
        return out.accepted().stream()
                .filter(p -> !p.topic().value().startsWith(DEAD_LETTERS))
                .toList();
    }

    /// The dead letters that the Server has, in order.
    public List<OutgoingPublish> deadLetters() {
        return out.accepted().stream()
                .filter(p -> p.topic().value().startsWith(DEAD_LETTERS))
                .toList();
    }

    /// Runs the loop until it is idle.
    public void run() {
        loop.runAll();
    }

    public ManualClock clock() {
        return clock;
    }

    public ManualEventLoop loop() {
        return loop;
    }

    public FakeOutLink out() {
        return out;
    }

    public FakeInference inference() {
        return inference;
    }

    public FakeMetrics metrics() {
        return metrics;
    }

    public MessageBudget budget() {
        return budget;
    }

    public RoutePipeline pipeline() {
        return pipeline;
    }
}
