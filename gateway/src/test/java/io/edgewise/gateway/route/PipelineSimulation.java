// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.route.SimulatedServer.Message;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.task.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A route in a hostile world, made of one seed: publishers in bursts, a Server that redelivers,
/// connections that end at any step, an out-link that is held up and that is refused, models that fail, and
/// a disk that is full.
///
/// After each step it holds that a PUBACK only leaves when everything that its message caused is safe, that
/// PUBACKs leave in order and on the connection that delivered, and that what is in work is bounded. When
/// the world has healed, every message that the Server accepted and did not lose itself has an answer, and
/// nothing is left over.
final class PipelineSimulation {
    private static final int WINDOW = 4;
    private static final int ROOM = 10;
    private static final String DEAD_LETTERS = "edgewise/pi/dead-letter/";

    private final long seed;
    private final SplittableRandom random;
    private final SimulatedWorld world;
    private final PipelineDriver driver;
    private final SimulatedServer server;
    private final SimulatedDisk disk;
    private final List<Message> accepted = new ArrayList<>();
    private final Map<String, Integer> pubacks = new HashMap<>();
    /// Dead letters when the present Session began, of messages that nobody can tell apart.
    private final Map<String, Integer> lettersBefore = new HashMap<>();
    private Instant sessionStart = Instant.MIN;
    private boolean outage;
    private int published;

    /// What a run came to.
    ///
    /// @param messages that the Server accepted at QoS 1
    /// @param repeated answers beyond one for each message
    record Outcome(int messages, int answers, int repeated, int rejoined) {}

    PipelineSimulation(long seed, Path folder) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.world = SimulatedWorld.of(random);
        this.disk = new SimulatedDisk(folder);
        Routes route = Routes.chat()
                .window(WINDOW)
                .overflow(ROOM * message("size", 1, "").publish().sizeBytes())
                .maxPayload(100)
                .forward(Verdict.REVIEW, "review/{1}");
        this.driver = PipelineDriver.of(world.conditional() ? route.extractsWhat(Verdict.ALLOW) : route, folder);
        this.server = new SimulatedServer(random, WINDOW, world.renumbers(), this::puback);
    }

    Outcome run() {
        server.connect(true);
        for (int step = 0; step < world.steps(); step++) {
            step();
            checkBounds();
        }
        heal();
        return outcome();
    }

    private void step() {
        switch (random.nextInt(22)) {
            case 0 -> publish(1 + random.nextInt(3 * WINDOW));
            case 1 -> publish(1);
            case 2, 3, 4, 5, 6 -> deliver(world.floods() && random.nextInt(4) == 0);
            case 7, 8, 9, 10 -> runLoop(1 + random.nextInt(3));
            case 11, 12, 13 -> answer();
            case 14 -> work();
            case 15, 16 -> settle();
            case 17 -> server.readPubacks(1 + random.nextInt(4));
            case 18 -> outage();
            case 19, 20 -> connection();
            default -> weather();
        }
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            Message message = newMessage();
            if (message.publish().qos() == 1) {
                accepted.add(message);
            }
            server.accept(message);
        }
    }

    private Message newMessage() {
        int number = published++;
        int qos = !world.plain() && random.nextInt(5) == 0 ? 0 : 1;
        String word = switch (random.nextInt(8)) {
            case 0 -> "odd";
            case 1 -> "bad";
            case 2 -> "";
            default -> "fine";
        };
        boolean unique = world.plain() || random.nextInt(3) > 0;
        return message(unique ? String.format("%04d", number) : "same", qos, word);
    }

    /// All are of one size, so that it is known how many the overflow takes.
    private static Message message(String name, int qos, String word) {
        String id = word.isEmpty() ? name + "-none" : name + "-" + word;
        Publish publish = Publishes.on("terminals/7/text", 0, String.format("%-12s", word));
        Publish named = Publishes.withUser(publish, "name", String.format("%-12s", id));
        return new Message(id, qos == 0 ? Publishes.atQos0(named) : named);
    }

    /// The in-link's thread would wait when the overflow is full, and so does the Server here.
    private void deliver(boolean beyond) {
        if (driver.pipeline().waiting() < ROOM) {
            server.connection()
                    .ifPresent(open -> server.next(beyond)
                            .ifPresent(publish -> driver.pipeline().received(open, publish)));
        }
    }

    private void runLoop(int tasks) {
        for (int i = 0; i < tasks; i++) {
            driver.loop().runOne();
        }
    }

    private void answer() {
        int waiting = driver.inference().waiting().size();
        if (waiting > 0) {
            driver.inference().answer(random.nextInt(waiting));
        }
    }

    private void work() {
        int waiting = driver.inference().waiting().size();
        if (waiting > 0 && random.nextInt(4) == 0) {
            driver.inference().fail(random.nextInt(waiting), new InferenceException("as the seed wants it"));
        } else {
            answer();
        }
    }

    private void settle() {
        int held = driver.out().held().size();
        if (held > 0 && !outage) {
            driver.out().settle(random.nextInt(held), reaction());
        }
    }

    private Reaction reaction() {
        return world.refuses() && random.nextInt(6) == 0 ? Reaction.REFUSE : Reaction.ACCEPT;
    }

    private void outage() {
        outage = random.nextInt(3) == 0;
        driver.out().reactWith(outage || random.nextBoolean() ? Reaction.HOLD : Reaction.ACCEPT);
    }

    private void connection() {
        if (server.connection().isPresent()) {
            server.disconnect();
        } else {
            boolean keep = !(world.losesSessions() && random.nextInt(4) == 0);
            server.connect(keep);
            if (!keep) {
                newSession();
            }
            if (!world.plain() && random.nextInt(4) == 0) {
                server.expireOne();
            }
        }
    }

    private void weather() {
        switch (random.nextInt(3)) {
            case 0 -> driver.clock().advance(Duration.ofMillis(random.nextInt(3_000)));
            case 1 -> disk.fill();
            default -> disk.free();
        }
    }

    private void heal() {
        outage = false;
        disk.free();
        driver.out().reactWith(Reaction.ACCEPT);
        for (int round = 0; round < 10_000 && !isDone(); round++) {
            if (server.connection().isEmpty()) {
                server.connect(true);
            }
            deliver(false);
            driver.out().settle(Reaction.ACCEPT);
            driver.inference().answerAll();
            driver.run();
            server.readPubacks(10);
            if (driver.loop().delayed() > 0) {
                driver.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(isDone()).as("seed %d ends: %s", seed, server).isTrue();
    }

    private boolean isDone() {
        return server.connection().isPresent()
                && server.isDone()
                && driver.pipeline().waiting() == 0
                && driver.inference().waiting().isEmpty()
                && driver.out().held().isEmpty()
                && driver.loop().isIdle()
                && driver.loop().delayed() == 0;
    }

    private void checkBounds() {
        assertThat(driver.inference().waiting().size())
                .as("seed %d: texts at the model", seed)
                .isLessThanOrEqualTo(WINDOW);
        assertThat(driver.out().held().size())
                .as("seed %d: publishes of at most two for each message in work", seed)
                .isLessThanOrEqualTo(2 * WINDOW);
        assertThat(driver.pipeline().waiting())
                .as("seed %d: messages in the overflow", seed)
                .isLessThanOrEqualTo(ROOM);
    }

    /// Messages of the Session that was lost don't count for those of the next, even if they are equal.
    private void newSession() {
        driver.clock().advance(Duration.ofMillis(1));
        sessionStart = driver.clock().instant();
        for (String word : List.of("fine", "odd", "bad", "none")) {
            String name = "same-" + word;
            pubacks.remove(name);
            server.forgetLostPubacks(name);
            lettersBefore.put(name, letters(name));
        }
    }

    /// Called at the moment in which the gateway sends a PUBACK.
    private void puback(Message message) {
        String name = message.name();
        int acknowledged = pubacks.merge(name, 1, Integer::sum) - server.lostPubacks(name);
        // Of messages that nobody can tell apart there must be as many answers as PUBACKs; of a single one, one.
        boolean same = name.startsWith("same");
        assertThat(same ? answersOfThisSession(name) : answers(name))
                .as("seed %d: answers of %s when its PUBACK number %d leaves", seed, name, acknowledged)
                .isGreaterThanOrEqualTo(same ? acknowledged : 1);
    }

    private int answersOfThisSession(String name) {
        int results = results(name, sessionStart);
        int letters = letters(name) - lettersBefore.getOrDefault(name, 0);
        return (name.endsWith("-odd") ? Math.min(results, forwards(name)) : results) + letters;
    }

    /// How often everything that a message causes is safe: its result (and its forward, when it has one),
    /// or its dead letter at the Server or in the file.
    private int answers(String name) {
        int results = results(name, Instant.MIN);
        return (name.endsWith("-odd") ? Math.min(results, forwards(name)) : results) + letters(name);
    }

    private int results(String name, Instant since) {
        return (int) accepted(name, "moderation/")
                .filter(result -> !receivedAt(result).isBefore(since))
                .count();
    }

    private int forwards(String name) {
        return (int) accepted(name, "review/").count();
    }

    private int letters(String name) {
        return (int) accepted(name, DEAD_LETTERS).count() + disk.letters(name);
    }

    private Stream<OutgoingPublish> accepted(String name, String topic) {
        return driver.out().accepted().stream()
                .filter(publish -> nameOf(publish).equals(name))
                .filter(publish -> publish.topic().value().startsWith(topic));
    }

    private static Instant receivedAt(OutgoingPublish result) {
        String json = Publishes.text(result);
        int start = json.indexOf("\"at\":\"") + "\"at\":\"".length();
        return Instant.parse(json.substring(start, json.indexOf('"', start)));
    }

    private static String nameOf(OutgoingPublish publish) {
        return Publishes.user(publish, "name").getFirst().strip();
    }

    private Outcome outcome() {
        Map<String, Integer> needed = new HashMap<>();
        accepted.forEach(message -> needed.merge(message.name(), 1, Integer::sum));
        server.lost().forEach(message -> needed.merge(message.name(), -1, Integer::sum));
        Set<String> names = new HashSet<>(needed.keySet());
        int answers = 0;
        for (String name : names) {
            int safe = answers(name);
            answers += safe;
            assertThat(safe)
                    .as("seed %d: answers of %s", seed, name)
                    .isGreaterThanOrEqualTo(needed.getOrDefault(name, 0));
        }
        if (world.plain()) {
            assertThat(driver.metrics().receivedCount())
                    .as("seed %d: messages worked on, %d PUBACKs of which were lost", seed, server.lostPubacks())
                    .isLessThanOrEqualTo(accepted.size() + server.lostPubacks());
        }
        return new Outcome(
                accepted.size(),
                answers,
                answers - accepted.size(),
                driver.metrics().rejoinedCount());
    }
}
