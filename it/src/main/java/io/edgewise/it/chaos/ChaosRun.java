// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.mqtt.NumberedCollector;
import io.edgewise.testkit.mqtt.NumberedPublisher;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/// One scenario, from the first message to the last answer.
///
/// The messages come in as many bursts as there are faults. A burst goes out as fast as the broker takes it, and
/// its fault strikes when some of it, but at most half, is answered: there is always something in work, and the
/// sender is often in the middle of it.
///
/// Confined to one thread.
final class ChaosRun implements AutoCloseable {
    /// The run ends when nothing has come for so long.
    private static final Duration QUIET = Duration.ofSeconds(60);
    /// After the last answer, repetitions may still be on their way.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration BURST = Duration.ofMinutes(5);

    private final Scenario scenario;
    private final Traffic traffic;
    private final int messages;
    private final Random random;
    private final Ledger ledger;
    private final Site site;
    private final NumberedCollector results;
    private final NumberedCollector deadLetters;
    private final Optional<NumberedCollector> parts;
    private final Set<Integer> accepted = new HashSet<>();

    /// Starts broker, gateway and collectors.
    ///
    /// @param messages as many for traffic that is quickly answered, a part of them for other
    /// @param seed of the order of faults and the moments they strike
    ChaosRun(Scenario scenario, int messages, long seed) {
        this.scenario = scenario;
        this.traffic = scenario.traffic().get();
        this.messages = traffic.messages(messages);
        this.random = new Random(seed + scenario.name().hashCode());
        this.ledger = new Ledger(traffic);
        this.site = Site.with(Mosquitto.config().persistence().start(), List.of(traffic.route()), traffic::sections);
        this.results = collector("results", traffic.results(), ledger::result);
        this.deadLetters =
                collector("dead-letters", "edgewise/chaos/dead-letter/" + traffic.route(), ledger::deadLetter);
        this.parts = traffic.streams().map(streams -> collector("parts", traffic.results() + "/stream", streams::part));
    }

    private NumberedCollector collector(String name, String filter, ToIntFunction<Publish> number) {
        return NumberedCollector.start(site.broker().options().withClientId(name), filter, number);
    }

    /// Runs it, once.
    ///
    /// @param logs where the logs of gateway and broker go when the promise was not kept
    Outcome run(Path logs) {
        site.startGateway();
        long begin = System.nanoTime();
        List<Fault> faults = scenario.shuffled(random);
        if (faults.isEmpty()) {
            send(0, messages, () -> {});
        }
        for (int i = 0; i < faults.size(); i++) {
            int first = messages * i / faults.size();
            burst(first, messages * (i + 1) / faults.size() - first, faults.get(i));
        }
        awaitAnswers();
        double seconds = (System.nanoTime() - begin) / 1e9;
        site.stopGateway();
        site.pause(LAST_WORDS);
        Outcome outcome = outcome(seconds);
        if (!outcome.isKept()) {
            System.out.println("logs of " + scenario.name() + ": " + site.saveLogs(logs.resolve(scenario.name())));
        }
        return outcome;
    }

    private void burst(int first, int count, Fault fault) {
        if (fault.strikesSettledMessages()) {
            send(first, count, () -> {});
            fault.strike(site);
        } else {
            int some = results.counts().size() + 1 + random.nextInt(Math.max(1, count / 2));
            send(first, count, () -> {
                awaitCount(some);
                traffic.streams().ifPresent(this::awaitMiddle);
                fault.strike(site);
            });
        }
    }

    /// Sends some numbers, does something meanwhile, and waits until the broker has accepted all.
    private void send(int first, int count, Runnable meanwhile) {
        try (NumberedPublisher terminals = NumberedPublisher.start(
                site.broker().options().withClientId("terminals"),
                count,
                Duration.ZERO,
                number -> traffic.terminals().message(first + number))) {
            meanwhile.run();
            terminals.awaitDone(BURST).forEach(number -> accepted.add(first + number));
        }
    }

    /// Waits until so many messages are answered, or nothing comes any more.
    private void awaitCount(int answered) {
        awaitProgress(() -> results.counts().size() >= answered);
    }

    /// Waits until the gateway that runs now has published a part that is not the last one of its stream.
    private void awaitMiddle(Streams streams) {
        int before = streams.parts();
        awaitProgress(() -> streams.parts() > before && streams.isUnderWay());
    }

    private void awaitAnswers() {
        awaitProgress(() -> unanswered().isEmpty());
    }

    private void awaitProgress(BooleanSupplier done) {
        int seen = -1;
        long since = System.nanoTime();
        while (!done.getAsBoolean() && System.nanoTime() - since < QUIET.toNanos()) {
            int now = results.arrivals().size() + deadLetters.arrivals().size();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            }
            site.pause(POLL);
        }
    }

    private Set<Integer> unanswered() {
        return deadLetters.missing(results.missing(accepted));
    }

    private Outcome outcome(double seconds) {
        List<String> problems = new ArrayList<>(results.unreadable());
        problems.addAll(deadLetters.unreadable());
        parts.ifPresent(collector -> problems.addAll(collector.unreadable()));
        traffic.streams().ifPresent(streams -> problems.addAll(streams.problems()));
        int duplicated = results.duplicates().size();
        if (scenario.faults().isEmpty() && duplicated > 0) {
            problems.add(duplicated + " messages were answered twice although nothing broke: "
                    + results.duplicates().keySet());
        }
        if (accepted.size() < messages) {
            problems.add("the broker accepted only %d of %d messages".formatted(accepted.size(), messages));
        }
        if (!unanswered().isEmpty()) {
            problems.add("lost: " + unanswered());
        }
        return new Outcome(
                scenario.name(),
                accepted.size(),
                accepted.size() - results.missing(accepted).size(),
                unanswered().size(),
                duplicated,
                ledger.deadLetters(),
                Outcome.outOfOrder(results.arrivals(), traffic.terminals()),
                traffic.streams().map(Streams::brokenOff).orElse(0),
                seconds,
                problems);
    }

    @Override
    public void close() {
        results.close();
        deadLetters.close();
        parts.ifPresent(NumberedCollector::close);
        site.close();
    }
}
