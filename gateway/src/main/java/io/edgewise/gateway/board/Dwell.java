// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.time.Duration;

/// How long a level stays at least before it falls. When it rises again soon after it fell, it stays twice as long
/// the next time: a flag that comes whenever the lanes work hard would else have the level change every minute.
/// Confined to one thread.
final class Dwell {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofMinutes(16);
    /// A rise so long after a fall is another matter.
    private static final Duration SOON = Duration.ofMinutes(5);

    private Duration length = LEAST;
    private Duration changed = Duration.ZERO;
    private boolean falling;

    void rose(Duration at) {
        Duration calm = at.minus(changed);
        if (falling) {
            boolean soon = calm.compareTo(SOON) < 0;
            length = soon ? min(length.multipliedBy(2), MOST) : LEAST;
        }
        changed = at;
        falling = false;
    }

    void fell(Duration at) {
        changed = at;
        falling = true;
    }

    boolean isOver(Duration at) {
        return at.minus(changed).compareTo(length) >= 0;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
