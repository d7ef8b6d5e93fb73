// SPDX-License-Identifier: Apache-2.0
/// Store and forward: what an out-link can't send now waits on the disk.
///
/// ```
/// sender's thread         spool's thread                              link's threads
/// publish ─▶ SpoolQueue ─┬───────────────────────────────────────────▶ OutLink ─▶ outcome ─┐
///                        └▶ SpoolLog: append, fsync ─▶ Accepted          ▲                │
///                           SpoolLog: next ──────────────────────────────┘                │
///                           SpoolLog: finish ◀────────────────────────────────────────────┘
/// ```
///
/// On the disk: `00000001-9f86d081884c7d65.log` and so on, segments of a sixteenth of the spool's size (64 KiB to
/// 4 MiB) that hold frames ([Frame]) with records ([RecordBody]); `position`, up to where everything was sent;
/// `lock`. A process appends to segments of its own only, and deletes each one when everything in it was sent.
///
/// What a newcomer assumes wrongly: the time between two fsyncs is no window in which messages are lost. A
/// message is `Accepted`, and so its input acknowledged, after the fsync; until then the broker in front has it.
///
/// @see "docs/decisions/0026-spool.md"
@NullMarked
package io.edgewise.gateway.spool;

import org.jspecify.annotations.NullMarked;
