// SPDX-License-Identifier: Apache-2.0
/// The links, on the Eclipse Paho MQTT v5 client 1.2.5: the only package that knows it.
///
/// Heals by replacement: a [PahoConnection] is one client object for one Network Connection and is thrown away at
/// its end, because a Paho client that connects again loses subscriptions, sends aliased messages without a topic
/// for ever, or hangs (docs/decisions/0004-two-links-and-replacement.md lists the defects and the tests named
/// after them).
@NullMarked
package io.edgewise.gateway.mqtt.paho;

import org.jspecify.annotations.NullMarked;
