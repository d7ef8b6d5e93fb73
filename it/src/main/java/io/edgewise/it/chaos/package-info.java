// SPDX-License-Identifier: Apache-2.0
/// What a gateway promises, tried from outside: the shipped program and a real broker, both killed, stopped and
/// frozen while numbered messages go through, and a load that no board can carry. `./edgewise chaos`;
/// docs/delivery.md.
///
/// [io.edgewise.it.chaos.Chaos] is the command, [io.edgewise.it.chaos.Scenario] what breaks,
/// [io.edgewise.it.chaos.ChaosRun] one scenario from its first message to its last answer. Both sides speak MQTT
/// over plain sockets, so that a fault of the gateway's MQTT library can't hide itself on the other side.
@NullMarked
package io.edgewise.it.chaos;

import org.jspecify.annotations.NullMarked;
