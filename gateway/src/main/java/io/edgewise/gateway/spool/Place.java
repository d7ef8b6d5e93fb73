// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

/// Where a record stands in the log. Confined to the spool's thread.
final class Place {
    private final Segment segment;
    private final long start;
    private final long end;
    private final Stamp entered;
    private boolean finished;

    Place(Segment segment, long start, long end, Stamp entered) {
        this.segment = segment;
        this.start = start;
        this.end = end;
        this.entered = entered;
    }

    Segment segment() {
        return segment;
    }

    long start() {
        return start;
    }

    /// Behind its last byte.
    long end() {
        return end;
    }

    Stamp entered() {
        return entered;
    }

    /// Whether it needs not be sent any more.
    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }
}
