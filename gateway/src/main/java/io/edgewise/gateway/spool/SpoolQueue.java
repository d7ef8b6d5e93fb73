// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.PublishOutcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// What the senders handed over and is not safe yet: with the link, or in front of the disk.
///
/// ```
///            link up, nothing before it          link lost              fsync
/// publish ──────────────────────────────▶ direct ─────────▶ pending ─────────────▶ on the disk
///    └──────────────── else ───────────────────────────────▶   │
///                                         direct ◀─────────────┘ link back, nothing on the disk
/// ```
///
/// What the link has when it is lost stays with the link, which sends it first when it is back; on the disk it
/// stands in front of everything that came later. So the order is kept, also by the next process.
///
/// Thread-safe: one lock; nobody is called under it.
final class SpoolQueue {
    /// Where a message goes.
    enum Way {
        TO_THE_LINK,
        WAITS,
        REFUSED_BECAUSE_CLOSED
    }

    /// What an outcome of the link means.
    enum Ending {
        /// The sender is to be told.
        TELL,
        /// The sender was told when it was safe; the record is finished now.
        FINISH,
        /// Nothing is to be done.
        NONE
    }

    /// A record that the link has, or had.
    ///
    /// @param isOver whether it said what became of it; if not, it will
    record Handed(Place place, boolean isOver) {}

    private final SequencedSet<Entry> direct = new LinkedHashSet<>();
    private final SequencedSet<Entry> pending = new LinkedHashSet<>();
    private boolean straight;
    private boolean closed;

    /// @param straight whether nothing is on the disk
    SpoolQueue(boolean straight) {
        this.straight = straight;
    }

    synchronized Way add(Entry entry, boolean connected) {
        if (closed) {
            return Way.REFUSED_BECAUSE_CLOSED;
        }
        if (straight && connected) {
            entry.isWithLink = true;
            direct.addLast(entry);
            return Way.TO_THE_LINK;
        }
        recall();
        pending.addLast(entry);
        return Way.WAITS;
    }

    /// The link is lost: from now on messages wait, what it has in front of all others.
    synchronized void recall() {
        straight = false;
        // What waits was added when nothing was straight, so what was direct is in there already.
        assert direct.isEmpty() || pending.isEmpty();
        pending.addAll(direct);
        direct.clear();
    }

    /// Gives what waits to the link, which is up and has everything that is on the disk.
    ///
    /// @return what the link does not have yet; empty when nothing waits: from now on messages go straight to it
    synchronized Optional<List<Entry>> takeForLink() {
        if (pending.isEmpty()) {
            straight = true;
            return Optional.empty();
        }
        List<Entry> fresh = pending.stream().filter(entry -> !entry.isWithLink).toList();
        fresh.forEach(entry -> entry.isWithLink = true);
        direct.addAll(pending);
        pending.clear();
        return Optional.of(fresh);
    }

    /// Takes what waits, to be written.
    synchronized List<Entry> takeForDisk() {
        List<Entry> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }

    /// Some of them are safe; their senders can be told.
    ///
    /// @param places of the first ones
    /// @param nextForLink whether nothing on the disk was still to be handed to the link
    /// @return those that the link has already, or had, in order: their records are not to be sent again
    synchronized List<Handed> written(List<Entry> batch, List<Place> places, boolean nextForLink) {
        List<Handed> handed = new ArrayList<>();
        boolean first = nextForLink;
        for (int i = 0; i < places.size(); i++) {
            Entry entry = batch.get(i);
            first &= entry.isWithLink || entry.outcome.isPresent();
            if (first) {
                entry.place = Optional.of(places.get(i));
                handed.add(new Handed(places.get(i), entry.outcome.isPresent()));
            }
        }
        putBack(batch.subList(places.size(), batch.size()));
        return handed;
    }

    /// What could not be written is first again.
    private void putBack(List<Entry> rest) {
        List<Entry> later = List.copyOf(pending);
        pending.clear();
        rest.stream().filter(entry -> entry.outcome.isEmpty()).forEach(pending::addLast);
        pending.addAll(later);
    }

    /// The sender is to be told, unless it was.
    synchronized boolean claim(Entry entry) {
        boolean first = !entry.isTold;
        entry.isTold = true;
        return first;
    }

    /// The link said what became of a message.
    synchronized Ending ended(Entry entry, PublishOutcome outcome) {
        entry.isWithLink = false;
        if (outcome instanceof PublishOutcome.Abandoned) {
            return Ending.NONE; // the spool has it, or will have it
        }
        entry.outcome = Optional.of(outcome);
        boolean waited = direct.remove(entry) || pending.remove(entry);
        if (entry.place.isPresent()) {
            assert !waited;
            return Ending.FINISH;
        }
        return claim(entry) ? Ending.TELL : Ending.NONE;
    }

    /// Messages that are with the link or in front of the disk.
    synchronized int size() {
        return direct.size() + pending.size();
    }

    /// Messages in front of the disk.
    synchronized int pending() {
        return pending.size();
    }

    synchronized boolean isStraight() {
        return straight;
    }

    /// Takes nothing more.
    ///
    /// @return false when that was so before
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
