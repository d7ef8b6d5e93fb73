// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import static io.edgewise.gateway.fake.Publishes.atQos0;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.withUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int SIZE = text(1, "x").sizeBytes();

    private final ManualClock clock = new ManualClock();
    private final FakeInConnection connection = FakeInConnection.first("a");
    private final MessageBudget budget = new MessageBudget(100L * SIZE);
    private final Intake intake = new Intake(3 * SIZE, budget);
    private final List<Thread> putters = new ArrayList<>();

    @AfterEach
    void endThreads() throws InterruptedException {
        intake.close();
        for (Thread putter : putters) {
            assertThat(putter.join(SOON)).isTrue();
        }
    }

    private Arrival arrival(Publish publish) {
        return arrival(connection, publish);
    }

    private Arrival arrival(FakeInConnection on, Publish publish) {
        return new Arrival(on, publish, clock.instant(), clock.nanos());
    }

    private void fill() {
        for (int i = 1; i <= 3; i++) {
            assertThat(intake.put(arrival(text(i, "x")))).isTrue();
        }
    }

    /// On a thread of its own, as an in-link does; returns when the thread waits.
    private CompletableFuture<Boolean> putBlocking(Arrival arrival) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread putter = Thread.ofPlatform().name("in-link").start(() -> taken.complete(intake.put(arrival)));
        putters.add(putter);
        await().atMost(SOON)
                .until(() -> putter.getState() == Thread.State.TIMED_WAITING
                        || putter.getState() == Thread.State.TERMINATED);
        return taken;
    }

    private static Optional<Integer> packetId(Optional<Arrival> arrival) {
        return arrival.map(a -> a.publish().packetId());
    }

    @Test
    void givesBackInOrderOfArrival() {
        fill();

        assertThat(intake.size()).isEqualTo(3);
        assertThat(packetId(intake.poll())).hasValue(1);
        assertThat(packetId(intake.poll())).hasValue(2);
        assertThat(packetId(intake.poll())).hasValue(3);
        assertThat(intake.poll()).isEmpty();
    }

    @Test
    void qos1WaitsForRoom() {
        fill();
        CompletableFuture<Boolean> fourth = putBlocking(arrival(text(4, "x")));
        assertThat(fourth).isNotDone();

        assertThat(packetId(intake.poll())).hasValue(1);

        assertThat(fourth).succeedsWithin(SOON).isEqualTo(true);
        assertThat(intake.size()).isEqualTo(3);
        assertThat(intake.droppedAtQos0()).isZero();
    }

    @Test
    void qos1GivesUpWhenItsConnectionEnds() {
        fill();
        CompletableFuture<Boolean> fourth = putBlocking(arrival(text(4, "x")));

        connection.die();

        assertThat(fourth).succeedsWithin(SOON).isEqualTo(false);
    }

    @Test
    void whatIsLeftOfAnEndedConnectionMakesRoomForTheNext() {
        fill();
        connection.die();
        FakeInConnection next = connection.resumed("b");

        CompletableFuture<Boolean> first = putBlocking(arrival(next, text(1, "x")));

        assertThat(first).succeedsWithin(SOON).isEqualTo(true);
        assertThat(packetId(intake.poll())).hasValue(1);
        assertThat(intake.droppedAtQos0()).isZero();
    }

    @Test
    void closingLetsEverybodyGo() {
        fill();
        CompletableFuture<Boolean> fourth = putBlocking(arrival(text(4, "x")));

        intake.close();

        assertThat(fourth).succeedsWithin(SOON).isEqualTo(false);
        assertThat(intake.poll()).isEmpty();
        assertThat(intake.put(arrival(text(5, "x")))).isFalse();
    }

    @Test
    void anInterruptedThreadGivesUpAndStaysInterrupted() {
        fill();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread putter = Thread.ofPlatform().name("in-link").start(() -> {
            boolean taken = intake.put(arrival(text(4, "x")));
            interrupted.complete(!taken && Thread.currentThread().isInterrupted());
        });
        putters.add(putter);
        await().atMost(SOON).until(() -> putter.getState() == Thread.State.TIMED_WAITING);

        putter.interrupt();

        assertThat(interrupted).succeedsWithin(SOON).isEqualTo(true);
    }

    @Test
    void takesNothingOfADeadConnection() {
        connection.die();

        assertThat(intake.put(arrival(text(1, "x")))).isFalse();
    }

    @Test
    void theOldestQos0GivesWay() {
        intake.put(arrival(text(1, "x")));
        intake.put(arrival(atQos0(text(0, "a"))));
        intake.put(arrival(atQos0(text(0, "b"))));

        assertThat(intake.put(arrival(atQos0(text(0, "c"))))).isTrue();

        assertThat(intake.droppedAtQos0()).isEqualTo(1);
        List<String> left = new ArrayList<>();
        for (Optional<Arrival> next = intake.poll(); next.isPresent(); next = intake.poll()) {
            left.add(new String(next.get().publish().payload().bytes(), StandardCharsets.UTF_8));
        }
        assertThat(left).containsExactly("x", "b", "c");
    }

    @Test
    void qos0GivesWayToQos1() {
        intake.put(arrival(atQos0(text(0, "a"))));
        intake.put(arrival(text(1, "x")));
        intake.put(arrival(text(2, "x")));

        assertThat(intake.put(arrival(text(3, "x")))).isTrue();

        assertThat(intake.droppedAtQos0()).isEqualTo(1);
        assertThat(packetId(intake.poll())).hasValue(1);
    }

    @Test
    void qos0IsDroppedWhenOnlyQos1IsThere() {
        fill();

        assertThat(intake.put(arrival(atQos0(text(0, "a"))))).isFalse();

        assertThat(intake.droppedAtQos0()).isEqualTo(1);
        assertThat(intake.size()).isEqualTo(3);
    }

    @Test
    void aMessageLargerThanTheWholeQueueFitsIntoAnEmptyOne() {
        assertThat(intake.put(arrival(text(1, "x".repeat(10 * SIZE))))).isTrue();
    }

    @Test
    void countsUserPropertiesToo() {
        assertThat(intake.put(arrival(withUser(text(1, "x"), "name", "y".repeat(2 * SIZE)))))
                .isTrue();

        assertThat(putBlocking(arrival(text(2, "x")))).isNotDone();
    }

    @Test
    void losesAndDoublesNothingBetweenThreads() {
        int count = 20_000;
        Thread putter = Thread.ofPlatform().name("in-link").start(() -> {
            for (int i = 1; i <= count; i++) {
                intake.put(arrival(text(i, "x")));
            }
        });
        putters.add(putter);
        AtomicInteger next = new AtomicInteger(1);

        while (next.get() <= count) {
            intake.poll()
                    .ifPresent(
                            arrival -> assertThat(arrival.publish().packetId()).isEqualTo(next.getAndIncrement()));
            assertThat(intake.size()).isLessThanOrEqualTo(3);
        }
    }
}
