// SPDX-License-Identifier: Apache-2.0
/// MQTT as the gateway sees it: names, filters, what a PUBLISH carries, and the two kinds of link. No MQTT
/// library appears here; the one behind the links is in the package `paho`.
///
/// An [InLink] receives for one route and keeps its Session; the one [OutLink] sends everything and keeps none.
/// They are separate Network Connections because a full in-link may be held back (TCP back-pressure) without
/// holding back the PUBACKs of results.
@NullMarked
package io.edgewise.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
