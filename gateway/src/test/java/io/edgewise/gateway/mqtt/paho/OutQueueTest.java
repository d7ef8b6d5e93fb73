// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.gateway.mqtt.paho.OutQueue.Pending;
import io.edgewise.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutQueueTest {
    private final ManualClock clock = new ManualClock();
    private final OutQueue queue = new OutQueue();

    private void add(String... texts) {
        for (String text : texts) {
            queue.add(Links.result("out", text), outcome -> {}, clock.nanos());
        }
    }

    private Optional<String> send(int permits) {
        return queue.next(permits).map(pending -> {
            queue.sending(pending, clock.nanos());
            return text(pending);
        });
    }

    private List<String> sendAll(int permits) {
        List<String> sent = new ArrayList<>();
        for (Optional<String> text = send(permits); text.isPresent(); text = send(permits)) {
            sent.add(text.get());
        }
        return sent;
    }

    private static String text(Pending pending) {
        return new String(pending.publish().payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasInFlightIsNextAgainInItsOrder() {
        add("1", "2", "3", "4");
        assertThat(sendAll(2)).containsExactly("1", "2");

        assertThat(queue.connectionEnded(clock.nanos())).isEmpty();

        assertThat(sendAll(4)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void whatMayHaveEndedTwoConnectionsIsSentAlone() {
        add("1", "2", "3");
        for (int i = 0; i < OutQueue.SUSPICION; i++) {
            assertThat(sendAll(8)).containsExactly("1", "2", "3");
            assertThat(queue.connectionEnded(clock.nanos())).isEmpty();
        }

        assertThat(sendAll(8)).containsExactly("1");
    }

    @Test
    void whatEndsEveryConnectionIsGivenUpAndTheOthersAreNot() {
        add("deadly", "2", "3");
        List<String> hopeless = new ArrayList<>();
        for (int i = 0; i < OutQueue.MOST_STRIKES; i++) {
            assertThat(sendAll(8)).startsWith("deadly");
            queue.connectionEnded(clock.nanos()).forEach(pending -> hopeless.add(text(pending)));
        }

        assertThat(hopeless).containsExactly("deadly");
        assertThat(sendAll(8)).containsExactly("2");
    }

    @Test
    void aConnectionThatEndsLongAfterwardsIsNoStrike() {
        add("1");
        for (int i = 0; i < 3 * OutQueue.MOST_STRIKES; i++) {
            assertThat(sendAll(8)).containsExactly("1");
            clock.advance(Duration.ofSeconds(3));
            assertThat(queue.connectionEnded(clock.nanos())).isEmpty();
        }
    }

    @Test
    void aSuspectThatIsAnsweredHoldsNobodyBack() {
        add("1", "2");
        for (int i = 0; i < OutQueue.SUSPICION; i++) {
            sendAll(1);
            queue.connectionEnded(clock.nanos());
        }
        Pending suspect = queue.next(8).orElseThrow();
        queue.sending(suspect, clock.nanos());
        assertThat(send(8)).isEmpty();

        assertThat(queue.remove(suspect)).isTrue();

        assertThat(send(8)).hasValue("2");
    }

    @Test
    void aMessageIsLateWhenItWaitedLongerThanItIsWanted() {
        queue.add(
                new OutgoingPublish(
                        new TopicName("out"),
                        Payload.of("x"),
                        false,
                        PublishProperties.NONE,
                        Optional.of(Duration.ofSeconds(2))),
                outcome -> {},
                clock.nanos());
        Pending pending = queue.next(1).orElseThrow();
        clock.advance(Duration.ofMillis(1_999));
        assertThat(pending.isLate(clock.nanos())).isFalse();

        clock.advance(Duration.ofMillis(1));

        assertThat(pending.isLate(clock.nanos())).isTrue();
    }
}
