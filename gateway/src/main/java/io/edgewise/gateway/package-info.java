// SPDX-License-Identifier: Apache-2.0
/// The gateway: MQTT links, routes, delivery, configuration, lifecycle, HTTP and the command line.
///
/// One message's way, and the threads it crosses (DESIGN.md section 3):
///
/// ```
/// Paho's thread      Intake ──┐
/// event loop                  └▶ RoutePipeline: admit, decode ──┐                 ┌─▶ encode ──┐   ┌─▶ settle:
/// PUBACK
/// lane thread                                                   └▶ tokenise, run ─┘            │   │
/// Paho's thread                                                                                └▶ OutLink
/// publishes
/// ```
///
/// What a newcomer assumes wrongly: MQTT does not redeliver because somebody says "no". An unacknowledged message
/// comes back
/// only on the next connection, so everything that can't be answered becomes a dead letter and is acknowledged.
@NullMarked
package io.edgewise.gateway;

import org.jspecify.annotations.NullMarked;
