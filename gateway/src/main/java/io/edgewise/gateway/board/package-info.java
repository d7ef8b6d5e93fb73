// SPDX-License-Identifier: Apache-2.0
/// The board that the gateway runs on: what it tells of itself, and the governor that slows inference down before the
/// board has to.
///
/// ```
///   /sys, /proc, /etc ─▶ Board ─▶ BoardReading ─▶ Governor ─▶ GovernorDecision ─▶ Pace of the lanes
///     below one root     (a thread of its own, BoardWatch)          └─▶ BoardStatus: health, retained status, log
/// ```
///
/// [io.edgewise.gateway.board.Governor] has no clock and reads nothing: readings go in, decisions come out, so that it
/// is
/// tested against a simulated board.
@NullMarked
package io.edgewise.gateway.board;

import org.jspecify.annotations.NullMarked;
