// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// What the out-link has to send: what waits, what is in flight, and what was refused for the moment.
///
/// A message that ends every connection it is sent on (a Server may answer with DISCONNECT instead of a PUBACK)
/// must not block all others for ever: after [#SUSPICION] such connections it is sent alone, and after
/// [#MOST_STRIKES] it is given up.
///
/// Not thread-safe: guarded by the lock of its [PahoOutLink].
final class OutQueue {
    static final int SUSPICION = 2;
    static final int MOST_STRIKES = 8;
    private static final int MOST_ATTEMPTS = 6;
    /// A connection that ends later than this after a message was sent does not end because of it.
    private static final Duration AFTERMATH = Duration.ofSeconds(2);

    /// A message and who is told of its outcome.
    static final class Pending {
        private final OutgoingPublish publish;
        private final Consumer<PublishOutcome> done;
        private final long addedNanos;
        private long sentNanos;
        private int refusals;
        private int strikes;

        private Pending(OutgoingPublish publish, Consumer<PublishOutcome> done, long addedNanos) {
            this.publish = publish;
            this.done = done;
            this.addedNanos = addedNanos;
        }

        OutgoingPublish publish() {
            return publish;
        }

        /// Since it was handed over.
        Duration waited(long nowNanos) {
            return Duration.ofNanos(nowNanos - addedNanos);
        }

        /// How often it was refused for the moment.
        int refusals() {
            return refusals;
        }

        boolean isLate(long nowNanos) {
            return publish.wantedFor()
                    .filter(limit -> waited(nowNanos).compareTo(limit) >= 0)
                    .isPresent();
        }

        private boolean isSuspect() {
            return strikes >= SUSPICION;
        }

        /// Call without the lock, once.
        void end(PublishOutcome outcome) {
            done.accept(outcome);
        }
    }

    private final Deque<Pending> waiting = new ArrayDeque<>();
    /// Sent on the present connection and not acknowledged, in the order of sending.
    private final SequencedSet<Pending> inFlight = new LinkedHashSet<>();
    private final SequencedSet<Pending> postponed = new LinkedHashSet<>();

    void add(OutgoingPublish publish, Consumer<PublishOutcome> done, long nowNanos) {
        waiting.addLast(new Pending(publish, done, nowNanos));
    }

    /// Takes the next that may be sent now.
    ///
    /// @param permits how many may be in flight
    Optional<Pending> next(int permits) {
        Pending next = waiting.peekFirst();
        if (next == null || inFlight.size() >= permits) {
            return Optional.empty();
        }
        if (!inFlight.isEmpty() && (next.isSuspect() || inFlight.getFirst().isSuspect())) {
            return Optional.empty();
        }
        return Optional.of(waiting.removeFirst());
    }

    /// It could not be sent yet: it is next again.
    void putBack(Pending pending) {
        inFlight.remove(pending);
        waiting.addFirst(pending);
    }

    void sending(Pending pending, long nowNanos) {
        pending.sentNanos = nowNanos;
        inFlight.addLast(pending);
    }

    /// The Server answered, or it was never sent.
    ///
    /// @return false when it was put back meanwhile: an answer of an earlier connection
    boolean remove(Pending pending) {
        return inFlight.remove(pending);
    }

    /// The Server refused it for the moment.
    ///
    /// @return false when that was once too often
    boolean postpone(Pending pending) {
        return ++pending.refusals < MOST_ATTEMPTS && postponed.add(pending);
    }

    /// A postponed one is next again.
    ///
    /// @return false when it was given up meanwhile
    boolean resume(Pending pending) {
        if (!postponed.remove(pending)) {
            return false;
        }
        waiting.addFirst(pending);
        return true;
    }

    /// The connection ended: what was in flight is next again, in its order.
    ///
    /// @return those that are given up, because every connection ended soon after they were sent
    List<Pending> connectionEnded(long nowNanos) {
        List<Pending> hopeless = new ArrayList<>();
        for (Pending pending : inFlight.reversed()) {
            boolean soon = nowNanos - pending.sentNanos < AFTERMATH.toNanos();
            if (soon && ++pending.strikes >= MOST_STRIKES) {
                hopeless.add(pending);
            } else {
                waiting.addFirst(pending);
            }
        }
        inFlight.clear();
        return hopeless;
    }

    /// Nothing waits, and everything that was sent was answered.
    boolean isSent() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    /// Gives everything up.
    List<Pending> removeAll() {
        List<Pending> all = new ArrayList<>(inFlight);
        all.addAll(waiting);
        all.addAll(postponed);
        inFlight.clear();
        waiting.clear();
        postponed.clear();
        return all;
    }
}
