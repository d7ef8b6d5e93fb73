// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An MQTT Control Packet as a value (MQTT 5.0 section 3). All are immutable; names are the specification's.
///
/// Records check only what cannot be written (a QoS of 3, a Packet Identifier of 70000): a test must be able to send
/// what a correct peer never would.
public sealed interface Packet {
    /// Room in a Packet Identifier.
    int MAX_PACKET_ID = 65_535;

    /// A Will (section 3.1.2.5).
    ///
    /// @param properties for example [Property#WILL_DELAY_INTERVAL] and everything a PUBLISH may carry
    record Will(String topic, Bytes payload, int qos, boolean retain, Properties properties) {
        public Will {
            checkQos(qos);
        }
    }

    /// CONNECT (section 3.1).
    ///
    /// @param keepAlive whole seconds up to 65535; zero turns it off
    /// @param properties for example [Property#SESSION_EXPIRY_INTERVAL] and [Property#RECEIVE_MAXIMUM]
    record Connect(
            Version version,
            String clientId,
            boolean cleanStart,
            Duration keepAlive,
            Optional<Will> will,
            Optional<String> userName,
            Optional<Bytes> password,
            Properties properties)
            implements Packet {
        private static final int MAX_KEEP_ALIVE_SECONDS = 65_535;

        public Connect {
            if (keepAlive.isNegative() || keepAlive.toSeconds() > MAX_KEEP_ALIVE_SECONDS) {
                throw new IllegalArgumentException("keep alive: expected 0 to 65535 s, got " + keepAlive);
            }
        }

        /// The same in another version.
        public Connect withVersion(Version other) {
            return new Connect(other, clientId, cleanStart, keepAlive, will, userName, password, properties);
        }

        /// The same under another client id.
        public Connect withClientId(String other) {
            return new Connect(version, other, cleanStart, keepAlive, will, userName, password, properties);
        }

        /// The same with Clean Start on or off (Clean Session in MQTT 3.1.1).
        public Connect withCleanStart(boolean other) {
            return new Connect(version, clientId, other, keepAlive, will, userName, password, properties);
        }

        /// The same with another keep alive.
        public Connect withKeepAlive(Duration other) {
            return new Connect(version, clientId, cleanStart, other, will, userName, password, properties);
        }

        /// The same with a Will.
        public Connect withWill(Will other) {
            return new Connect(
                    version, clientId, cleanStart, keepAlive, Optional.of(other), userName, password, properties);
        }

        /// The same with User Name and Password.
        public Connect withCredentials(String user, Bytes secret) {
            return new Connect(
                    version, clientId, cleanStart, keepAlive, will, Optional.of(user), Optional.of(secret), properties);
        }

        /// The same with other properties.
        public Connect withProperties(Properties other) {
            return new Connect(version, clientId, cleanStart, keepAlive, will, userName, password, other);
        }

        /// Whether the Session outlives this Network Connection, as far as the client asks for it.
        public boolean keepsSession() {
            return version == Version.V5
                    ? properties.number(Property.SESSION_EXPIRY_INTERVAL).orElse(0) > 0
                    : !cleanStart;
        }
    }

    /// CONNACK (section 3.2). In MQTT 3.1.1 the code is its return code, 0 to 5.
    record Connack(boolean sessionPresent, int reasonCode, Properties properties) implements Packet {
        public Connack {
            checkCode(reasonCode);
        }
    }

    /// PUBLISH (section 3.3).
    ///
    /// @param topic empty when a Topic Alias stands for it
    /// @param packetId zero for QoS 0, and for a message that has none yet
    record Publish(
            String topic, Bytes payload, int qos, boolean retain, boolean dup, int packetId, Properties properties)
            implements Packet {
        public Publish {
            checkQos(qos);
            checkId(packetId);
        }

        /// A QoS 1 message with this text, without properties.
        public static Publish of(String topic, String text) {
            return of(topic, Bytes.utf8(text));
        }

        /// A QoS 1 message with this payload, without properties.
        public static Publish of(String topic, Bytes payload) {
            return new Publish(topic, payload, 1, false, false, 0, Properties.NONE);
        }

        /// The same at another QoS.
        public Publish withQos(int other) {
            return new Publish(topic, payload, other, retain, dup, packetId, properties);
        }

        /// The same, to be retained.
        public Publish retained() {
            return new Publish(topic, payload, qos, true, dup, packetId, properties);
        }

        /// The same, marked as sent before.
        public Publish duplicate() {
            return new Publish(topic, payload, qos, retain, true, packetId, properties);
        }

        /// The same under a Packet Identifier.
        public Publish withPacketId(int other) {
            return new Publish(topic, payload, qos, retain, dup, other, properties);
        }

        /// The same with other properties.
        public Publish withProperties(Properties other) {
            return new Publish(topic, payload, qos, retain, dup, packetId, other);
        }

        /// The same with a number property added.
        public Publish with(Property property, long number) {
            return withProperties(properties.with(property, number));
        }

        /// The same with a text property added.
        public Publish with(Property property, String text) {
            return withProperties(properties.with(property, text));
        }

        /// The same with a binary property added.
        public Publish with(Property property, Bytes bytes) {
            return withProperties(properties.with(property, bytes));
        }

        /// The same with a User Property added at the end.
        public Publish withUser(String name, String value) {
            return withProperties(properties.withUser(name, value));
        }

        /// The payload read as UTF-8.
        public String text() {
            return payload.text();
        }
    }

    /// PUBACK (section 3.4). In MQTT 3.1.1 it has no reason code and is read as 0.
    record Puback(int packetId, int reasonCode, Properties properties) implements Packet {
        public Puback {
            checkId(packetId);
            checkCode(reasonCode);
        }

        /// Without properties.
        public Puback(int packetId, int reasonCode) {
            this(packetId, reasonCode, Properties.NONE);
        }
    }

    /// One Topic Filter of a SUBSCRIBE with its options (section 3.8.3.1).
    ///
    /// @param retainHandling 0 send retained messages, 1 only to a new subscription, 2 never
    record Subscription(String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {
        public Subscription {
            checkQos(qos);
            if (retainHandling < 0 || retainHandling > 2) {
                throw new IllegalArgumentException("retain handling: expected 0, 1 or 2, got " + retainHandling);
            }
        }

        /// With every option at its default.
        public static Subscription of(String filter, int qos) {
            return new Subscription(filter, qos, false, false, 0);
        }

        /// The same, without what this client publishes itself.
        public Subscription withNoLocal() {
            return new Subscription(filter, qos, true, retainAsPublished, retainHandling);
        }

        /// The same with another retain handling.
        public Subscription withRetainHandling(int other) {
            return new Subscription(filter, qos, noLocal, retainAsPublished, other);
        }
    }

    /// SUBSCRIBE (section 3.8).
    record Subscribe(int packetId, List<Subscription> subscriptions, Properties properties) implements Packet {
        public Subscribe {
            checkId(packetId);
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /// SUBACK (section 3.9): one code for each filter, in order.
    record Suback(int packetId, List<Integer> reasonCodes, Properties properties) implements Packet {
        public Suback {
            checkId(packetId);
            reasonCodes = List.copyOf(reasonCodes);
            reasonCodes.forEach(Packet::checkCode);
        }
    }

    /// UNSUBSCRIBE (section 3.10).
    record Unsubscribe(int packetId, List<String> filters, Properties properties) implements Packet {
        public Unsubscribe {
            checkId(packetId);
            filters = List.copyOf(filters);
        }
    }

    /// UNSUBACK (section 3.11): one code for each filter, none in MQTT 3.1.1.
    record Unsuback(int packetId, List<Integer> reasonCodes, Properties properties) implements Packet {
        public Unsuback {
            checkId(packetId);
            reasonCodes = List.copyOf(reasonCodes);
            reasonCodes.forEach(Packet::checkCode);
        }
    }

    /// PINGREQ (section 3.12).
    record Pingreq() implements Packet {}

    /// PINGRESP (section 3.13).
    record Pingresp() implements Packet {}

    /// DISCONNECT (section 3.14). In MQTT 3.1.1 it carries nothing.
    record Disconnect(int reasonCode, Properties properties) implements Packet {
        /// A normal one: the Will is not published.
        public static final Disconnect NORMAL = new Disconnect(ReasonCode.SUCCESS, Properties.NONE);

        public Disconnect {
            checkCode(reasonCode);
        }
    }

    private static void checkQos(int qos) {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS: expected 0, 1 or 2, got " + qos);
        }
    }

    private static void checkId(int packetId) {
        if (packetId < 0 || packetId > MAX_PACKET_ID) {
            throw new IllegalArgumentException("Packet Identifier: expected 0 to 65535, got " + packetId);
        }
    }

    private static void checkCode(int reasonCode) {
        if (reasonCode < 0 || reasonCode > 0xFF) {
            throw new IllegalArgumentException("reason code: expected 0 to 255, got " + reasonCode);
        }
    }
}
