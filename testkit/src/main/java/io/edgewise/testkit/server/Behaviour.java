// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// How a [ScriptedServer] treats one Network Connection. It starts polite; each method spoils one thing.
///
/// ```java
/// Behaviour.polite().connackWith(Property.RECEIVE_MAXIMUM, 32768).pubacksWith("out/denied", 0x87)
/// ```
///
/// Confined to the test's thread until the server is started, and not changed afterwards.
public final class Behaviour {
    /// What happens to un-acknowledged messages when the client of a kept Session comes back.
    public enum Redelivery {
        /// Sent again with DUP under the same Packet Identifiers, as MQTT 5.0 section 4.4 wants.
        SAME_IDS,
        /// Sent again as if new, under other Packet Identifiers and without DUP, as Artemis 2.55 does.
        OTHER_IDS,
        /// Kept, but not sent.
        NONE
    }

    boolean answersConnect = true;
    boolean pubacks = true;
    boolean pingresps = true;
    int connackCode = ReasonCode.SUCCESS;
    OptionalInt subackCode = OptionalInt.empty();
    OptionalInt dropAfter = OptionalInt.empty();
    Optional<Duration> closeAfter = Optional.empty();
    Optional<Boolean> sessionPresent = Optional.empty();
    Properties connackProperties = Properties.NONE;
    Redelivery redelivery = Redelivery.SAME_IDS;
    final Map<String, Integer> pubackCodes = new HashMap<>();
    final List<Publish> afterSubscribe = new ArrayList<>();

    private Behaviour() {}

    /// Accepts, grants, acknowledges and answers everything; redelivers under the same Packet Identifiers.
    public static Behaviour polite() {
        return new Behaviour();
    }

    /// Takes the CONNECT and says nothing, ever.
    public Behaviour neverAnswersConnect() {
        answersConnect = false;
        return this;
    }

    /// Closes this long after the accept, whatever has been said by then; in [Script#client] after the CONNECT.
    public Behaviour closesAfter(Duration delay) {
        closeAfter = Optional.of(delay);
        return this;
    }

    /// Answers CONNECT with this reason code, and closes.
    public Behaviour refusesWith(int reasonCode) {
        connackCode = reasonCode;
        return this;
    }

    /// Puts a number into CONNACK: Receive Maximum, Topic Alias Maximum, Server Keep Alive, Maximum Packet Size.
    public Behaviour connackWith(Property property, long number) {
        connackProperties = connackProperties.with(property, number);
        return this;
    }

    /// Puts a text into CONNACK.
    public Behaviour connackWith(Property property, String text) {
        connackProperties = connackProperties.with(property, text);
        return this;
    }

    /// Claims in CONNACK that there is a Session, or none, whether it is true or not.
    public Behaviour claimsSessionPresent(boolean claim) {
        sessionPresent = Optional.of(claim);
        return this;
    }

    /// Answers every filter of a SUBSCRIBE with this code; a failure code subscribes nothing.
    public Behaviour subacksWith(int reasonCode) {
        subackCode = OptionalInt.of(reasonCode);
        return this;
    }

    /// Answers a PUBLISH to this Topic Name with this reason code.
    public Behaviour pubacksWith(String topic, int reasonCode) {
        pubackCodes.put(topic, reasonCode);
        return this;
    }

    /// Leaves every PUBLISH without PUBACK; the test may send one with [ServerConnection#send(Packet)].
    public Behaviour neverPubacks() {
        pubacks = false;
        return this;
    }

    /// Acknowledges all but the n-th PUBLISH on the connection, then drops it.
    public Behaviour dropsAtPublish(int n) {
        dropAfter = OptionalInt.of(n);
        return this;
    }

    /// Sends these messages as soon as something is subscribed, regardless of the client's Receive Maximum.
    public Behaviour sends(Publish... messages) {
        afterSubscribe.addAll(List.of(messages));
        return this;
    }

    /// Sends n messages as soon as something is subscribed, regardless of the client's Receive Maximum.
    public Behaviour floods(int n, IntFunction<Publish> message) {
        for (int i = 0; i < n; i++) {
            afterSubscribe.add(message.apply(i));
        }
        return this;
    }

    /// Sends n QoS 1 messages to this topic, their number as text.
    public Behaviour floods(int n, String topic) {
        return floods(n, i -> Publish.of(topic, Bytes.utf8(Integer.toString(i))));
    }

    /// Treats what was not acknowledged before in this way.
    public Behaviour redelivers(Redelivery how) {
        redelivery = how;
        return this;
    }

    /// Never answers PINGREQ.
    public Behaviour neverPingresps() {
        pingresps = false;
        return this;
    }
}
