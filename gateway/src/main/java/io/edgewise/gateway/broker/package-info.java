// SPDX-License-Identifier: Apache-2.0
/// The broker inside the process, for `url: embedded`: trying things out, demos and tests. It listens on loopback
/// and keeps everything in memory.
@NullMarked
package io.edgewise.gateway.broker;

import org.jspecify.annotations.NullMarked;
