// SPDX-License-Identifier: Apache-2.0
/// What devices say and what they understand: payload codecs, the sample devices of the demo, and how a terminal
/// shows an answer. Knows neither MQTT clients nor models; the connection behind [DeviceConnection] is the
/// gateway's.
@NullMarked
package io.edgewise.devices;

import org.jspecify.annotations.NullMarked;
