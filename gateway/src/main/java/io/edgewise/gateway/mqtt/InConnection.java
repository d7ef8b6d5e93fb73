// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// One Network Connection of an in-link, from CONNACK to its end. A message is acknowledged on the
/// connection that delivered it and on no other: a Packet Identifier means something else on the next one.
/// Thread-safe.
public interface InConnection {
    /// Whether it has ended.
    boolean isDead();

    /// Number of the Session that the connection belongs to. Two connections have the same number when the
    /// Server kept the Session from one to the other, however many connections lie between them: then it
    /// redelivers on the later what was not acknowledged on the earlier.
    long session();

    /// Sends the PUBACK. Does nothing on a dead connection: the message is redelivered on the next one.
    void acknowledge(int packetId);
}
