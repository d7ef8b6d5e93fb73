// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.Publish;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that the routes of a gateway share for messages, from reception to the end of their work. Without
/// it, several routes that are flooded at once (a broker that kept messages for all of them) would fill the heap
/// together.
///
/// Thread-safe. A message whose delivery was joined by its redelivery is counted once more until it ends.
public final class MessageBudget {
    private final long limitBytes;
    private final AtomicLong taken = new AtomicLong();

    public MessageBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /// A third of the heap: the rest is for what messages become, and for everything else.
    public static MessageBudget ofHeap() {
        return new MessageBudget(Runtime.getRuntime().maxMemory() / 3);
    }

    /// Whether a message has room beside those of all routes.
    boolean hasRoomFor(Publish publish) {
        return taken.get() + publish.sizeBytes() <= limitBytes;
    }

    /// Whether more is there than should be.
    public boolean isExceeded() {
        return taken.get() > limitBytes;
    }

    /// Counts a message. May go beyond the limit: a route that has no other message takes one whatever its size,
    /// or it would wait for the others for ever.
    void take(Publish publish) {
        taken.addAndGet(publish.sizeBytes());
    }

    /// The message is gone. Call once for each that was polled from an [Intake].
    public void giveBack(Publish publish) {
        taken.addAndGet(-publish.sizeBytes());
    }

    /// Bytes of messages that are there now.
    public long takenBytes() {
        return taken.get();
    }
}
