// SPDX-License-Identifier: Apache-2.0
/// From reception to acknowledgement: what keeps the promise that an accepted message gets an answer or a dead
/// letter.
///
/// ```
///            Paho's thread            │ event loop of the route
/// PUBLISH ──▶ Intake (bytes bounded) ─┼▶ RoutePipeline ─▶ Delivery ─▶ … ─▶ publishes ─▶ settled
///                                     │      │                                            │
///                                     │  AckOrderer: PUBACK in the order of the PUBLISHes ◀┘
/// ```
///
/// MQTT has no "no": a message that can't be answered is published as a dead letter and acknowledged. What is not
/// acknowledged comes again, but only on the next connection ([Redeliveries] recognises it).
@NullMarked
package io.edgewise.gateway.delivery;

import org.jspecify.annotations.NullMarked;
