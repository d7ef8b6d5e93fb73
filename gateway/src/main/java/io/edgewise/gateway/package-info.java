// SPDX-License-Identifier: Apache-2.0
/// The gateway: MQTT links, routes, delivery, configuration, lifecycle, HTTP and the command line.
///
/// One message's way, and the threads it crosses (ARCHITECTURE.md tells it in words):
///
/// ```
/// Paho, in-link    Intake ─┐
/// event loop               └▶ admit, decode ─┐              ┌▶ encode ─┐          ┌▶ settle: PUBACK
/// lane                                       └▶ tokenise, run          │          │
/// Paho, out-link                                                       └▶ OutLink ┘
/// ```
///
/// What a newcomer assumes wrongly: MQTT does not redeliver because somebody says "no". An unacknowledged message
/// comes back only on the next connection, so everything that can't be answered becomes a dead letter and is
/// acknowledged.
@NullMarked
package io.edgewise.gateway;

import org.jspecify.annotations.NullMarked;
