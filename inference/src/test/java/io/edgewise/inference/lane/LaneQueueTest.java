// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which job is next.
class LaneQueueTest {
    private final Journey journey = new Journey();
    private final LaneQueue queue = new LaneQueue();
    private final ModelSlot one = slot("one");
    private final ModelSlot other = slot("other");

    private static ModelSlot slot(String name) {
        return new ModelSlot(name, ModelOptions.DEFAULT, job -> {}, slot -> {}, slot -> {});
    }

    private WaitingJob<?> offered(ModelSlot slot, Priority priority) {
        WaitingJob<?> job = new WaitingJob<>(journey.ofPriority(priority, slot.name()), slot);
        assertThat(queue.offer(job)).isTrue();
        return job;
    }

    private WaitingJob<?> taken() {
        return queue.poll().orElseThrow(() -> new AssertionError("no job was next"));
    }

    private List<Priority> taken(int jobs) {
        List<Priority> priorities = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            priorities.add(taken().priority());
        }
        return priorities;
    }

    @Test
    void modelsOfOnePriorityTakeTurns() {
        List<WaitingJob<?>> jobs =
                List.of(offered(one, Priority.NORMAL), offered(one, Priority.NORMAL), offered(other, Priority.NORMAL));

        assertThat(List.<Object>of(taken(), taken(), taken())).containsExactly(jobs.get(0), jobs.get(2), jobs.get(1));
    }

    @Test
    void everyEighthTurnGoesToWhatIsPassedOver() {
        for (int i = 0; i < 20; i++) {
            offered(one, Priority.HIGH);
        }
        offered(other, Priority.NORMAL);
        offered(other, Priority.NORMAL);

        List<Priority> order = taken(22);

        assertThat(order.indexOf(Priority.NORMAL)).isEqualTo(7);
        assertThat(order.lastIndexOf(Priority.NORMAL)).isEqualTo(15);
    }

    @Test
    void theLowestIsNotForgottenBehindTwoOthers() {
        for (int i = 0; i < 100; i++) {
            offered(one, Priority.HIGH);
            offered(one, Priority.NORMAL);
        }
        offered(other, Priority.LOW);

        assertThat(taken(64)).endsWith(Priority.LOW);
    }

    @Test
    void theFirstOfAModelIsTheOldestOfItsHighestPriorityAndRemovedItself() {
        WaitingJob<?> normal = offered(one, Priority.NORMAL);
        assertThat(queue.first(one)).get().isSameAs(normal);

        WaitingJob<?> high = offered(one, Priority.HIGH);
        queue.remove(normal); // was looked at before the other came

        assertThat(queue.size()).isOne();
        assertThat(queue.first(one)).get().isSameAs(high);
        assertThat(queue.first(other)).isEmpty();
    }

    @Test
    void aJobThatIsPutBackIsBeforeItsSuccessors() {
        WaitingJob<?> first = offered(one, Priority.LOW);
        WaitingJob<?> second = offered(one, Priority.LOW);
        assertThat(taken()).isSameAs(first);

        queue.putBack(first);

        assertThat(List.<Object>of(taken(), taken())).containsExactly(first, second);
        assertThat(queue.size()).isZero();
    }

    @Test
    void lowerPrioritiesWaitWhenThePaceSaysSo() {
        WaitingJob<?> low = offered(one, Priority.LOW);
        WaitingJob<?> normal = offered(other, Priority.NORMAL);
        queue.pace(only(Priority.NORMAL));

        assertThat(queue.first(one)).as("not in a pack either").isEmpty();
        assertThat(queue.urgency()).isEqualTo(Priority.NORMAL);
        assertThat(taken()).isSameAs(normal);
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.size()).isOne();

        queue.pace(Pace.FULL);

        assertThat(taken()).isSameAs(low);
    }

    @Test
    void aClosedQueueGivesWhatHadToWait() {
        WaitingJob<?> low = offered(one, Priority.LOW);
        queue.pace(only(Priority.HIGH));
        queue.close();

        assertThat(queue.next()).isEqualTo(new LaneQueue.Turn.Job());
        assertThat(taken()).isSameAs(low);
        assertThat(queue.next()).isEqualTo(new LaneQueue.Turn.End());
    }

    @Test
    void inStrictOrderNoTurnGoesToWhatIsBehind() {
        for (int i = 0; i < 20; i++) {
            offered(one, Priority.HIGH);
        }
        offered(other, Priority.NORMAL);
        queue.pace(new Pace(1, 1, 1, Priority.LOW, true));

        assertThat(taken(21).indexOf(Priority.NORMAL)).isEqualTo(20);
    }

    @Test
    void whatHasExpiredIsTakenOutWhereverItStands() {
        WaitingJob<?> late = new WaitingJob<>(journey.late("late"), one);
        WaitingJob<?> first = offered(one, Priority.NORMAL);
        assertThat(queue.offer(late)).isTrue();
        WaitingJob<?> second = offered(one, Priority.NORMAL);
        WaitingJob<?> alone = new WaitingJob<>(journey.late("alone"), other);
        assertThat(queue.offer(alone)).isTrue();

        assertThat(queue.removeExpired()).hasSize(2).contains(late).contains(alone);

        assertThat(List.<Object>of(taken(), taken())).containsExactly(first, second);
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.size()).isZero();
    }

    private static Pace only(Priority lowest) {
        return new Pace(1, 1, 1, lowest, true);
    }
}
