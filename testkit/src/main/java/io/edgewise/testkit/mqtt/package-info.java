// SPDX-License-Identifier: Apache-2.0
/// An MQTT Client on plain sockets, written for tests and independent of Eclipse Paho, so that a fault of the library
/// under test cannot hide itself on the other side of the wire.
///
/// [io.edgewise.testkit.mqtt.Packet] holds the packets as values, [io.edgewise.testkit.mqtt.PacketReader] and
/// [io.edgewise.testkit.mqtt.PacketWriter] turn them from and into bytes (MQTT 5.0 and 3.1.1),
/// [io.edgewise.testkit.mqtt.RawMqttClient] is one Network Connection, and the two `Numbered…` classes drive
/// loss tests across many of them.
///
/// What a newcomer assumes wrongly: a client here never reconnects by itself, only the `Numbered…` classes do, by
/// making a new client. There is no QoS 2 flow; a QoS 2 PUBLISH can be sent and read as a packet, but its PUBREC
/// cannot.
@NullMarked
package io.edgewise.testkit.mqtt;

import org.jspecify.annotations.NullMarked;
