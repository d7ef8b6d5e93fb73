// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What was received and is not in work yet: the crossing from the in-link's thread to the event loop.
///
/// A Server that resumes a Session may push far more than the Receive Maximum (Mosquitto does), so the
/// queue is bounded in bytes, not in messages. While there is room, the in-link reads on and keep-alive
/// answers are seen; when it is full, QoS 0 gives way, oldest first, and QoS 1 holds the in-link back until
/// there is room or its connection has ended.
///
/// Thread-safe: one lock; only [#put] waits, on the in-link's thread.
public final class Intake {
    private static final long LOOK_MILLIS = 50;

    private final int limitBytes;
    private final MessageBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Arrival> queue = new ArrayDeque<>();
    private long bytes;
    /// How many of the queue are there at QoS 0: a full queue of others is not searched for them at each message.
    private int atQos0;

    private long droppedAtQos0;
    private boolean closed;

    /// @param limitBytes what may wait here
    /// @param budget what all routes share; messages that are polled must be given back to it
    public Intake(int limitBytes, MessageBudget budget) {
        this.limitBytes = limitBytes;
        this.budget = budget;
    }

    /// Puts a message in, waiting for room if it must.
    ///
    /// @return false when it was not taken: dropped at QoS 0, or its connection ended, or the intake is
    /// closed
    public boolean put(Arrival arrival) {
        lock.lock();
        try {
            dropLeftOvers();
            while (!closed && !fits(arrival)) {
                if (arrival.publish().qos() == 0) {
                    droppedAtQos0++;
                    return false;
                }
                if (arrival.comesAgain()) {
                    return false;
                }
                room.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (closed || arrival.comesAgain()) {
                return false;
            }
            queue.addLast(arrival);
            count(arrival, 1);
            budget.take(arrival.publish());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// What came at QoS 1 on a connection that has ended comes again on the present one.
    private void dropLeftOvers() {
        Iterator<Arrival> oldest = queue.iterator();
        while (oldest.hasNext()) {
            Arrival candidate = oldest.next();
            if (!candidate.connection().isDead()) {
                return;
            }
            if (candidate.comesAgain()) {
                remove(oldest, candidate);
            }
        }
    }

    private void remove(Iterator<Arrival> at, Arrival arrival) {
        at.remove();
        count(arrival, -1);
        budget.giveBack(arrival.publish());
    }

    /// @param more 1 for a message that came into the queue, -1 for one that left it
    private void count(Arrival arrival, int more) {
        bytes += (long) more * arrival.publish().sizeBytes();
        atQos0 += arrival.publish().qos() == 0 ? more : 0;
    }

    /// Makes room at the cost of QoS 0. A message that is larger than the whole queue fits into an empty
    /// one.
    private boolean fits(Arrival arrival) {
        Iterator<Arrival> oldest = queue.iterator();
        while (!hasRoomFor(arrival) && atQos0 > 0 && oldest.hasNext()) {
            Arrival candidate = oldest.next();
            if (candidate.publish().qos() == 0) {
                remove(oldest, candidate);
                droppedAtQos0++;
            }
        }
        return hasRoomFor(arrival) || queue.isEmpty();
    }

    private boolean hasRoomFor(Arrival arrival) {
        return bytes + arrival.publish().sizeBytes() <= limitBytes && budget.hasRoomFor(arrival.publish());
    }

    /// Takes the oldest message, without waiting.
    public Optional<Arrival> poll() {
        lock.lock();
        try {
            Arrival arrival = queue.pollFirst();
            if (arrival != null) {
                count(arrival, -1);
                room.signal();
            }
            return Optional.ofNullable(arrival);
        } finally {
            lock.unlock();
        }
    }

    /// Messages that wait.
    public int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// QoS 0 messages that gave way so far.
    public long droppedAtQos0() {
        lock.lock();
        try {
            return droppedAtQos0;
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more; what waits is left to redelivery.
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.forEach(arrival -> budget.giveBack(arrival.publish()));
            queue.clear();
            bytes = 0;
            atQos0 = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
