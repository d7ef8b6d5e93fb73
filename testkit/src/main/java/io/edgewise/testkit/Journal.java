// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What happened, in order, and a way to wait for more of it: messages received, packets, lines of output.
///
/// Append-only and bounded. A wait that ends in vain throws an `AssertionError` that shows the last entries.
///
/// Thread-safe: one lock round everything.
///
/// @param <T> an immutable entry
public final class Journal<T> {
    /// Entries one journal holds at most; the next [#add] fails.
    public static final int CAPACITY = 200_000;

    private static final int SHOWN_ENTRIES = 8;

    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<T> entries = new ArrayList<>();
    private int handedOut;
    private @Nullable String ended;

    /// An empty journal.
    ///
    /// @param what the entries are, for messages: "PUBLISH received by client a"
    public Journal(String what) {
        this.what = what;
    }

    /// Appends an entry and wakes who waits.
    ///
    /// @throws IllegalStateException when the journal is full
    public void add(T entry) {
        locked(() -> {
            if (entries.size() == CAPACITY) {
                throw new IllegalStateException("%s: more than %d entries".formatted(what, CAPACITY));
            }
            entries.add(entry);
            changed.signalAll();
            return true;
        });
    }

    /// Says that nothing more will come, so that waits fail at once instead of at their limit.
    public void end(String why) {
        locked(() -> {
            if (ended == null) {
                ended = why;
            }
            changed.signalAll();
            return true;
        });
    }

    /// The first entry that matches, whether it is here or still to come. Takes nothing away.
    public T await(Predicate<? super T> wanted, Duration limit) {
        return awaitAfter(0, wanted, limit);
    }

    /// As [#await], but looks only at entries after the first `from`.
    public T awaitAfter(int from, Predicate<? super T> wanted, Duration limit) {
        Search<T> search = new Search<>(entries, wanted, from);
        return locked(() -> {
            awaitUntil(search::found, "an entry that matches", limit);
            return search.result();
        });
    }

    /// The first `count` entries, waiting for them if need be.
    public List<T> awaitCount(int count, Duration limit) {
        return locked(() -> {
            awaitUntil(() -> entries.size() >= count, count + " entries", limit);
            return List.copyOf(entries.subList(0, count));
        });
    }

    /// The entry after the one that the last call returned, waiting for it if need be.
    public T next(Duration limit) {
        return locked(() -> {
            awaitUntil(() -> entries.size() > handedOut, "entry number " + (handedOut + 1), limit);
            return entries.get(handedOut++);
        });
    }

    /// Everything so far; a copy.
    public List<T> all() {
        return locked(() -> List.copyOf(entries));
    }

    /// Everything so far that matches; a copy.
    public List<T> matching(Predicate<? super T> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /// How many entries there are so far.
    public int size() {
        return locked(entries::size);
    }

    private interface Action<R> {
        R run();
    }

    private <R> R locked(Action<R> action) {
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    private void awaitUntil(BooleanSupplier done, String expected, Duration limit) {
        long left = limit.toNanos();
        try {
            while (!done.getAsBoolean()) {
                if (ended != null) {
                    throw new AssertionError(vain(expected, "before the end (" + ended + ")"));
                }
                if (left <= 0) {
                    throw new AssertionError(vain(expected, "within " + limit));
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(vain(expected, "before the wait was interrupted"), e);
        }
    }

    private String vain(String expected, String when) {
        int shown = Math.min(SHOWN_ENTRIES, entries.size());
        return "%s: expected %s %s, got %d, the last: %s"
                .formatted(
                        what, expected, when, entries.size(), entries.subList(entries.size() - shown, entries.size()));
    }

    /// Looks at every entry once, however often it is asked. Used under the journal's lock only.
    private static final class Search<T> {
        private final List<T> entries;
        private final Predicate<? super T> wanted;
        private int position;

        Search(List<T> entries, Predicate<? super T> wanted, int from) {
            this.entries = entries;
            this.wanted = wanted;
            this.position = from;
        }

        boolean found() {
            while (position < entries.size() && !wanted.test(entries.get(position))) {
                position++;
            }
            return position < entries.size();
        }

        T result() {
            return entries.get(position);
        }
    }
}
