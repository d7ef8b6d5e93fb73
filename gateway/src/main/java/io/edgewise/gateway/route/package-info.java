// SPDX-License-Identifier: Apache-2.0
/// What is done with a route's messages: the steps, what they publish, and the pipeline that leads a message
/// through them.
///
/// [RoutePipeline] is the only class with state; it is confined to the route's event loop. [Steps] and [Outputs]
/// are what it asks: which step is next, and which packets an answer or a failure becomes.
@NullMarked
package io.edgewise.gateway.route;

import org.jspecify.annotations.NullMarked;
