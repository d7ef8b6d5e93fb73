// SPDX-License-Identifier: Apache-2.0
/// What a bundle costs on this board: `edgewise bundle bench`.
///
/// ```
/// BundleBench ─▶ BuildCost, LengthTimes, PackingTimes, ParallelTimes, a profile ─▶ BenchReport ─▶ table, JSON, plot
/// ```
///
/// Other programs run on the board too, so each kind of measurement goes in rounds: within a round everything
/// that is to be compared is measured once, in an order that turns round from one to the next, and a ratio is
/// made of two figures of the same round. What disturbs a pass makes it slower, never faster: the best is nearest
/// to what the board can do, the median is what to expect.
///
/// Confined to the command's thread, but for [ParallelTimes].
@NullMarked
package io.edgewise.gateway.bench;

import org.jspecify.annotations.NullMarked;
