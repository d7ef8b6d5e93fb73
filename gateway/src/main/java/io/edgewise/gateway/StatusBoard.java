// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.board.BoardStatus;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.ModelStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// How the gateway is, in one place: read by health, the retained status and the demo.
///
/// Thread-safe: one lock; listeners are called outside of it, by one thread at a time, on one that changed
/// something, and must not throw.
public final class StatusBoard {
    /// A link's state.
    ///
    /// @param reason why it is down; empty while it is up
    public record Link(String name, boolean up, String reason) {}

    /// Everything at one moment. Immutable.
    ///
    /// @param program what runs
    /// @param links those for answers first, then one per route, or two where senders may say something of
    /// answers
    /// @param models those that were opened, or will be with their first text
    /// @param generators all that are configured
    /// @param board empty until it was looked at
    public record Snapshot(
            String gateway,
            Program program,
            Lifecycle state,
            List<Link> links,
            List<ModelStatus> models,
            List<GeneratorStatus> generators,
            Optional<BoardStatus> board) {
        public Snapshot {
            links = List.copyOf(links);
            models = List.copyOf(models);
            generators = List.copyOf(generators);
        }

        /// Whether it answers what comes, once a broker is there: what a supervisor waits for.
        public boolean isReady() {
            return state instanceof Lifecycle.Serving || state instanceof Lifecycle.Reloading;
        }

        /// The first model that does less than it should.
        public Optional<ModelStatus> firstDegraded() {
            return models.stream().filter(ModelStatus::isDegraded).findFirst();
        }

        /// The first generator that does less than it should.
        public Optional<GeneratorStatus> firstFailed() {
            return generators.stream().filter(GeneratorStatus::isDegraded).findFirst();
        }

        /// The first link that is down.
        public Optional<Link> firstDown() {
            return links.stream().filter(link -> !link.up()).findFirst();
        }

        /// One sentence for people.
        public String sentence() {
            return switch (state) {
                case Lifecycle.Starting starting -> "starting: building models";
                case Lifecycle.Reloading reloading -> "online: applying the changed configuration";
                case Lifecycle.Draining draining -> "stopping: finishing what is in work";
                case Lifecycle.Stopped stopped -> "stopped";
                case Lifecycle.Failed failed -> "failed: " + failed.reason();
                case Lifecycle.Serving serving ->
                    firstDown()
                            .map(link -> "waiting for broker (" + link.name() + "): " + link.reason())
                            .or(this::degraded)
                            .orElse("online");
            };
        }

        /// What does less than it should.
        private Optional<String> degraded() {
            Stream<String> model =
                    firstDegraded().map(first -> "model " + first.name() + " " + first.sentence()).stream();
            Stream<String> hot = board.filter(BoardStatus::isDegraded).map(BoardStatus::sentence).stream();
            Stream<String> generator =
                    firstFailed().map(first -> "generator " + first.name() + " " + first.sentence()).stream();
            return Stream.of(hot, model, generator)
                    .flatMap(each -> each)
                    .reduce((one, other) -> one + "; " + other)
                    .map(all -> "online, degraded: " + all);
        }
    }

    private final String gateway;
    private final Program program;
    private final Object lock = new Object();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger untold = new AtomicInteger();
    private final Map<String, ModelStatus> models = new LinkedHashMap<>();
    private volatile Supplier<List<GeneratorStatus>> generators = List::of;
    private List<GeneratorStatus> toldGenerators = List.of();
    private Lifecycle state = new Lifecycle.Starting();
    private Optional<BoardStatus> board = Optional.empty();

    public StatusBoard(String gateway, Program program) {
        this.gateway = gateway;
        this.program = program;
    }

    /// Calls `listener` after each change.
    public void onChange(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    /// Everything at this moment.
    public Snapshot snapshot() {
        List<GeneratorStatus> writing = generators.get();
        synchronized (lock) {
            return new Snapshot(
                    gateway,
                    program,
                    state,
                    new ArrayList<>(links.values()),
                    new ArrayList<>(models.values()),
                    writing,
                    board);
        }
    }

    /// A link came up, went down, or is there from now on.
    ///
    /// @param reason why it is down; empty while it is up
    public void link(String name, boolean up, String reason) {
        Link now = new Link(name, up, reason);
        boolean changed;
        synchronized (lock) {
            changed = !now.equals(links.put(name, now));
        }
        if (changed) {
            tell();
        }
    }

    /// A model is served, or otherwise than before.
    public void model(ModelStatus now) {
        boolean changed;
        synchronized (lock) {
            changed = !now.equals(models.put(now.name(), now));
        }
        if (changed) {
            tell();
        }
    }

    /// Where to ask how the generators are: their counters are those of the moment in which somebody looks.
    public void generators(Supplier<List<GeneratorStatus>> source) {
        generators = source;
        generatorsChanged();
    }

    /// A generator was opened or failed, or texts were written since this was called last. Whoever does not
    /// look by himself is told.
    public void generatorsChanged() {
        List<GeneratorStatus> now = generators.get();
        boolean changed;
        synchronized (lock) {
            changed = !now.equals(toldGenerators);
            toldGenerators = now;
        }
        if (changed) {
            tell();
        }
    }

    /// The board is otherwise than before.
    public void board(BoardStatus now) {
        boolean changed;
        synchronized (lock) {
            changed = !board.equals(Optional.of(now));
            board = Optional.of(now);
        }
        if (changed) {
            tell();
        }
    }

    /// A link is there no more.
    public void removeLink(String link) {
        boolean changed;
        synchronized (lock) {
            changed = links.remove(link) != null;
        }
        if (changed) {
            tell();
        }
    }

    /// A model is there no more.
    public void removeModel(String name) {
        boolean changed;
        synchronized (lock) {
            changed = models.remove(name) != null;
        }
        if (changed) {
            tell();
        }
    }

    /// The gateway goes on in its life.
    ///
    /// @return false, and nothing is told, when this state may not follow on the present one
    public boolean become(Lifecycle next) {
        synchronized (lock) {
            if (!next.mayFollow(state)) {
                return false;
            }
            state = next;
        }
        tell();
        return true;
    }

    /// One thread tells at a time, and again when something changed meanwhile: two that told side by side could
    /// leave an old status retained.
    private void tell() {
        if (untold.getAndIncrement() > 0) {
            return;
        }
        int telling;
        do {
            telling = untold.get();
            Snapshot now = snapshot();
            listeners.forEach(listener -> listener.accept(now));
        } while (untold.addAndGet(-telling) > 0);
    }
}
