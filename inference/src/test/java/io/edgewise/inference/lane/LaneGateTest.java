// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Which lane may work.
class LaneGateTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Journey journey = new Journey();
    private final ModelSlot slot = new ModelSlot("one", ModelOptions.DEFAULT, job -> {}, s -> {}, s -> {});
    private final LaneGate gate = new LaneGate();
    private final List<Priority> entered = new CopyOnWriteArrayList<>();

    private LaneQueue queue(Priority priority) {
        LaneQueue queue = new LaneQueue();
        assertThat(queue.offer(new WaitingJob<>(journey.ofPriority(priority, "text"), slot)))
                .isTrue();
        return queue;
    }

    /// Comes again until it may work, as a lane does, and leaves at once.
    private Thread lane(Priority priority) {
        LaneQueue queue = queue(priority);
        Thread lane = Thread.ofPlatform().start(() -> {
            while (!gate.enter(queue)) {
                Thread.onSpinWait();
            }
            entered.add(priority);
            gate.leave();
        });
        await().atMost(SOON).until(() -> lane.getState() == Thread.State.TIMED_WAITING);
        return lane;
    }

    @Test
    void atFullPaceAllWork() {
        for (int lane = 0; lane < 100; lane++) {
            assertThat(gate.enter(queue(Priority.LOW))).isTrue();
        }
    }

    @Test
    void oneThatMayNotWorkIsToLookForSomethingElseToDo() {
        gate.pace(new Pace(1, 1, 1, Priority.LOW, true));
        assertThat(gate.enter(queue(Priority.LOW))).isTrue();

        assertThat(gate.enter(queue(Priority.HIGH))).isFalse();

        gate.leave();
        assertThat(gate.enter(queue(Priority.LOW))).isTrue();
    }

    @Test
    void theLaneWithTheHighestPriorityIsNextAndNotTheOneThatWaitsLongest() throws InterruptedException {
        gate.pace(new Pace(1, 1, 1, Priority.LOW, true));
        assertThat(gate.enter(queue(Priority.LOW))).isTrue();
        List<Thread> lanes = List.of(lane(Priority.LOW), lane(Priority.NORMAL), lane(Priority.HIGH));

        gate.leave();

        for (Thread lane : lanes) {
            assertThat(lane.join(SOON)).isTrue();
        }
        assertThat(entered).containsExactly(Priority.HIGH, Priority.NORMAL, Priority.LOW);
    }

    @Test
    void whenThePaceRisesThoseThatWaitWork() throws InterruptedException {
        gate.pace(new Pace(1, 1, 1, Priority.LOW, true));
        assertThat(gate.enter(queue(Priority.LOW))).isTrue();
        Thread waiting = lane(Priority.LOW);

        gate.pace(Pace.FULL);

        assertThat(waiting.join(SOON)).isTrue();
        assertThat(entered).hasSize(1);
    }
}
