// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How a spool is, for status and metrics. Immutable.
///
/// @param records on the disk and not yet with the broker
/// @param bytes on the disk
/// @param pending messages that are not safe yet, and whose inputs are unacknowledged
/// @param oldest how long the oldest record has been there
/// @param dropped what left without reaching the broker, since the start
/// @param trouble a sentence that says why nothing is accepted: full, or the disk fails; empty when all is well
public record SpoolStatus(
        int records,
        long bytes,
        int pending,
        Optional<Duration> oldest,
        Map<DropReason, Long> dropped,
        Optional<String> trouble) {}
