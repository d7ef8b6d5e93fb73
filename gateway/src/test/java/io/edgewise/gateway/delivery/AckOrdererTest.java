// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import static io.edgewise.gateway.fake.Publishes.atQos0;
import static io.edgewise.gateway.fake.Publishes.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.testkit.ManualClock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AckOrdererTest {
    private static final OutConnections ON = new OutConnections(0, 0);

    private final ManualClock clock = new ManualClock();
    private final FakeInConnection connection = FakeInConnection.first("a");
    private final AckOrderer orderer = new AckOrderer(connection, 2);

    private Delivery delivery(int packetId) {
        return delivery(text(packetId, "text " + packetId));
    }

    private Delivery delivery(Publish publish) {
        return new Delivery(new Arrival(connection, publish, clock.instant(), clock.nanos()), orderer);
    }

    @Test
    void releasesTheHeadAtOnce() {
        Delivery first = delivery(1);

        first.settle(ON);

        assertThat(connection.acknowledged()).containsExactly(1);
        assertThat(orderer.unacknowledged()).isEmpty();
    }

    @Test
    void keepsWhatIsSettledBehindWhatIsNot() {
        Delivery first = delivery(1);
        Delivery second = delivery(2);
        Delivery third = delivery(3);

        third.settle(ON);
        second.settle(ON);
        assertThat(connection.acknowledged()).isEmpty();
        assertThat(orderer.unacknowledged()).containsExactly(first, second, third);

        first.settle(ON);
        assertThat(connection.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void releasesUpToTheNextThatIsNotSettled() {
        List<Delivery> all =
                IntStream.rangeClosed(1, 4).mapToObj(this::delivery).toList();

        all.get(1).settle(ON);
        all.get(3).settle(ON);
        all.get(0).settle(ON);

        assertThat(connection.acknowledged()).containsExactly(1, 2);
        assertThat(orderer.unacknowledged()).containsExactly(all.get(2), all.get(3));
    }

    @Test
    void qos0HasNoPlaceInTheOrder() {
        Delivery quiet = delivery(atQos0(text(0, "quiet")));
        Delivery loud = delivery(1);

        loud.settle(ON);
        quiet.settle(ON);

        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void keepsEverythingOnADeadConnection() {
        Delivery first = delivery(1);
        connection.die();

        first.settle(ON);

        assertThat(connection.acknowledgedWhenDead()).isEmpty();
        assertThat(orderer.unacknowledged()).containsExactly(first);
    }

    @Test
    void remembersTheLastThatWereAcknowledged() {
        IntStream.rangeClosed(1, 4).mapToObj(this::delivery).forEach(delivery -> delivery.settle(ON));

        assertThat(orderer.lastAcknowledged())
                .extracting(arrival -> arrival.publish().packetId())
                .containsExactly(3, 4);
    }
}
