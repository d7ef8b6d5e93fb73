// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import java.util.Map;
import java.util.Optional;

/// The log at one moment, for threads that may not look into it. Immutable.
record SpoolView(int records, long bytes, Optional<Stamp> oldest, Optional<String> trouble) {
    static SpoolView of(SpoolLog log, Optional<String> trouble) {
        return new SpoolView(log.records(), log.bytes(), log.oldest(), trouble);
    }

    SpoolStatus status(int pending, Map<DropReason, Long> dropped, TimeSource time) {
        return new SpoolStatus(records, bytes, pending, oldest.map(stamp -> stamp.ago(time)), dropped, trouble);
    }
}
