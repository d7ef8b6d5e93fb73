// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import static io.edgewise.gateway.fake.Publishes.correlated;
import static io.edgewise.gateway.fake.Publishes.expiring;
import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.respondingTo;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.typed;
import static io.edgewise.gateway.fake.Publishes.under;
import static io.edgewise.gateway.fake.Publishes.withUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedeliveriesTest {
    private final ManualClock clock = new ManualClock();
    private final FakeInConnection connection = FakeInConnection.first("a");
    private final AckOrderer orderer = new AckOrderer(connection, 8);
    private final Redeliveries redeliveries = new Redeliveries();

    private Delivery delivery(Publish publish) {
        return new Delivery(arrival(publish), orderer);
    }

    private Optional<Delivery> match(Publish publish) {
        return redeliveries.match(arrival(publish));
    }

    private Arrival arrival(Publish publish) {
        return new Arrival(connection, publish, clock.instant(), clock.nanos());
    }

    @Test
    void expectsNothingAtFirst() {
        assertThat(match(text(1, "one"))).isEmpty();
    }

    @Test
    void matchesEachOnceAndInOrder() {
        Delivery one = delivery(text(1, "one"));
        Delivery two = delivery(text(2, "two"));
        redeliveries.expect(List.of(), List.of(one, two));

        assertThat(match(text(1, "one"))).hasValue(one);
        assertThat(match(text(2, "two"))).hasValue(two);
        assertThat(match(text(2, "two"))).isEmpty();
    }

    @Test
    void thePacketIdentifierIsNoPartOfTheLikeness() {
        Delivery one = delivery(text(1, "one"));
        redeliveries.expect(List.of(), List.of(one));

        assertThat(match(under(4_711, text(1, "one")))).hasValue(one);
    }

    @Test
    void theExpiryIsNoPartOfTheLikeness() {
        Delivery one = delivery(expiring(text(1, "one"), Duration.ofSeconds(9)));
        redeliveries.expect(List.of(), List.of(one));

        assertThat(match(expiring(text(1, "one"), Duration.ofSeconds(2)))).hasValue(one);
    }

    static Stream<Publish> others() {
        Publish one = text(1, "one");
        return Stream.of(
                text(1, "other"),
                on("terminals/8/text", 1, "one"),
                correlated(one, "c"),
                respondingTo(one, "replies/7"),
                typed(one, "text/plain"),
                withUser(one, "a", "b"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void everythingElseIs(Publish other) {
        redeliveries.expect(List.of(), List.of(delivery(text(1, "one"))));

        assertThat(match(other)).isEmpty();
    }

    @Test
    void theFirstMessageThatIsNotTheNextEndsTheRedelivery() {
        redeliveries.expect(List.of(), List.of(delivery(text(1, "one"))));

        assertThat(match(text(2, "new"))).isEmpty();
        assertThat(match(text(1, "one"))).isEmpty();
    }

    @Test
    void skipsWhatTheServerDropped() {
        Delivery three = delivery(text(3, "three"));
        redeliveries.expect(List.of(), List.of(delivery(text(1, "one")), delivery(text(2, "two")), three));

        assertThat(match(text(3, "three"))).hasValue(three);
        assertThat(match(text(1, "one"))).isEmpty();
    }

    @Test
    void whatASecondConnectionLeftComesBeforeTheRest() {
        Delivery one = delivery(text(1, "one"));
        Delivery two = delivery(text(2, "two"));
        redeliveries.expect(List.of(), List.of(one, two));
        assertThat(match(text(1, "one"))).hasValue(one);

        redeliveries.expect(List.of(), List.of(one));

        assertThat(match(text(1, "one"))).hasValue(one);
        assertThat(match(text(2, "two"))).hasValue(two);
    }

    @Test
    void aMessageWhosePubackMayBeLostIsNewAndDoesNotEndTheRedelivery() {
        Delivery three = delivery(text(3, "three"));
        redeliveries.expect(List.of(arrival(text(1, "one")), arrival(text(2, "two"))), List.of(three));

        assertThat(match(text(2, "two"))).isEmpty();
        assertThat(match(text(3, "three"))).hasValue(three);
    }

    @Test
    void messagesWhosePubackMayBeLostComeInTheirOrderToo() {
        redeliveries.expect(
                List.of(arrival(text(1, "one")), arrival(text(2, "two"))), List.of(delivery(text(3, "three"))));

        assertThat(match(text(2, "two"))).isEmpty();
        assertThat(match(text(1, "one"))).isEmpty();
        assertThat(match(text(3, "three"))).isEmpty();
    }

    @Test
    void anUnacknowledgedMessageIsPreferredToAnEqualAcknowledgedOne() {
        Delivery open = delivery(text(2, "same"));
        redeliveries.expect(List.of(arrival(text(1, "same"))), List.of(open));

        assertThat(match(text(2, "same"))).hasValue(open);
        assertThat(match(text(3, "same"))).isEmpty();
    }

    @Test
    void aLostSessionIsForgotten() {
        redeliveries.expect(List.of(), List.of(delivery(text(1, "one"))));

        redeliveries.forget();

        assertThat(match(text(1, "one"))).isEmpty();
    }

    @Test
    void oneThatExpiredIsNotExpectedAgainForTheServerDroppedIt() {
        Delivery call = delivery(expiring(text(1, "call nurse"), Duration.ofSeconds(2)));
        redeliveries.expect(List.of(), List.of(call));

        clock.advance(Duration.ofSeconds(4));

        assertThat(match(expiring(text(2, "call nurse"), Duration.ofSeconds(2))))
                .as("a new message that is equal")
                .isEmpty();
    }

    @Test
    void oneWithAnExpiryIsNotTakenForOneWithout() {
        redeliveries.expect(List.of(), List.of(delivery(text(1, "one"))));

        assertThat(match(expiring(text(1, "one"), Duration.ofSeconds(2)))).isEmpty();
    }
}
