// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls back as long as no lane hangs. Run now and then on the event loop, it shows that the loop gets on, too.
/// Immutable.
///
/// @param longestTurn how long the lane that is longest at one thing has been at it
/// @param limit longer than any pass, and than the building of an interpreter
/// @param alive told that everything gets on
record Heartbeat(Supplier<Duration> longestTurn, Duration limit, Runnable alive) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    @Override
    public void run() {
        Duration longest = longestTurn.get();
        if (longest.compareTo(limit) < 0) {
            alive.run();
        } else {
            LOG.atError().log("a lane has been at one thing for {} s: it hangs", longest.toSeconds());
        }
    }
}
