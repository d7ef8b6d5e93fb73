// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.time.Instant;
import java.time.InstantSource;

/// What time it is, and how much has passed. Thread-safe.
public interface TimeSource extends InstantSource {
    /// The clocks of the machine.
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /// Nanoseconds of a clock that is never set; only differences mean something.
    long nanoTime();
}
