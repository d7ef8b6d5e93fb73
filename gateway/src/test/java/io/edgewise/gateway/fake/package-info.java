// SPDX-License-Identifier: Apache-2.0
/// Hand-written stand-ins for the gateway's neighbours, and a driver that leads a message through a route
/// on the test's own thread.
///
/// Every fake does what its interface allows and nothing on its own: time stands still, tasks wait, packets
/// wait, until the test says so.
@NullMarked
package io.edgewise.gateway.fake;

import org.jspecify.annotations.NullMarked;
