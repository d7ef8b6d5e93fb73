// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Packet.Connack;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Pingreq;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Suback;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.Packet.Unsuback;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import io.edgewise.testkit.mqtt.Packet.Will;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Any version 5 packet with any properties, from a seed.
final class RandomPackets {
    private static final List<Property> PROPERTIES = List.of(Property.values());

    private final Random random;

    RandomPackets(long seed) {
        this.random = new Random(seed);
    }

    Packet next() {
        List<Supplier<Packet>> kinds = List.of(
                this::connect,
                () -> new Connack(random.nextBoolean(), code(), properties()),
                this::publish,
                () -> new Puback(id(), code(), properties()),
                () -> new Subscribe(id(), list(this::subscription), properties()),
                () -> new Suback(id(), list(this::code), properties()),
                () -> new Unsubscribe(id(), list(this::text), properties()),
                () -> new Unsuback(id(), list(this::code), properties()),
                Pingreq::new,
                () -> new Disconnect(code(), properties()));
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private Packet connect() {
        Optional<Will> will = maybe(() -> new Will(text(), bytes(), qos(), random.nextBoolean(), properties()));
        Duration keepAlive = Duration.ofSeconds(id());
        return new Connect(
                Version.V5,
                text(),
                random.nextBoolean(),
                keepAlive,
                will,
                maybe(this::text),
                maybe(this::bytes),
                properties());
    }

    private Packet publish() {
        int qos = qos();
        int packetId = qos == 0 ? 0 : id();
        return new Publish(text(), bytes(), qos, random.nextBoolean(), random.nextBoolean(), packetId, properties());
    }

    private Subscription subscription() {
        return new Subscription(text(), qos(), random.nextBoolean(), random.nextBoolean(), random.nextInt(3));
    }

    private Properties properties() {
        Properties properties = Properties.NONE;
        for (int i = random.nextInt(6); i > 0; i--) {
            Property property = PROPERTIES.get(random.nextInt(PROPERTIES.size()));
            properties = switch (property.form()) {
                case BYTE, TWO_BYTES, FOUR_BYTES, VARIABLE_BYTES ->
                    properties.with(property, random.nextLong(property.form().largest() + 1));
                case TEXT -> properties.with(property, text());
                case BINARY -> properties.with(property, bytes());
                case TEXT_PAIR -> properties.withUser(text(), text());
            };
        }
        return properties;
    }

    private String text() {
        int[] letters = {'a', '/', '+', 'é', '漢', 0x1F600, '7'};
        return IntStream.range(0, random.nextInt(30))
                .map(_ -> letters[random.nextInt(letters.length)])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private <T> List<T> list(Supplier<T> element) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> element.get())
                .toList();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private int id() {
        return random.nextInt(Packet.MAX_PACKET_ID + 1);
    }

    private int code() {
        return random.nextInt(256);
    }

    private int qos() {
        return random.nextInt(3);
    }
}
