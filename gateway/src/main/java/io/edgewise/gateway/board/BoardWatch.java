// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.TimeSource;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the board every few seconds, has the [Governor] decide, and tells lanes, status, metrics and log.
///
/// On a thread of its own, because a file of `/sys` may make its reader wait. Thread-safe.
public final class BoardWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardWatch.class);
    private static final long CLOSE_SECONDS = 5;

    /// What a site says of it.
    ///
    /// @param governs whether the lanes are slowed down; if not, it only tells
    /// @param limit of the temperature in °C, in place of the board's
    public record Settings(boolean governs, OptionalDouble limit, Duration interval) {}

    /// The lanes that are to be slowed down.
    ///
    /// @param highest the highest priority of all routes at this moment
    public record Governed(int count, Supplier<Priority> highest, Consumer<Pace> pace) {}

    private final Board board;
    private final Settings settings;
    private final Governed lanes;
    private final BoardMetrics metrics;
    private final Consumer<BoardStatus> changed;
    private final TimeSource time;
    private final long sinceNanos;
    private final Governor governor = new Governor();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("board").factory());
    private Optional<BoardStatus> told = Optional.empty();
    private Pace pace = Pace.FULL;

    /// @param changed told when something is different but the temperature; must not throw
    BoardWatch(
            Board board,
            Settings settings,
            Governed lanes,
            MeterRegistry metrics,
            Consumer<BoardStatus> changed,
            TimeSource time) {
        this.board = board;
        this.settings = settings;
        this.lanes = lanes;
        this.metrics = new BoardMetrics(metrics);
        this.changed = changed;
        this.time = time;
        this.sinceNanos = time.nanoTime();
    }

    /// Begins.
    ///
    /// @param changed told when something is different but the temperature; must not throw
    public static BoardWatch start(
            Board board,
            Settings settings,
            Governed lanes,
            MeterRegistry metrics,
            Consumer<BoardStatus> changed,
            TimeSource time) {
        BoardWatch watch = new BoardWatch(board, settings, lanes, metrics, changed, time);
        long nanos = settings.interval().toNanos();
        ScheduledFuture<?> _ = watch.thread.scheduleWithFixedDelay(watch::tryToLook, 0, nanos, TimeUnit.NANOSECONDS);
        return watch;
    }

    /// A defect here must not end the looking, nor the gateway.
    private void tryToLook() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("looking at the board failed");
        }
    }

    /// Looks once.
    void look() {
        BoardReading reading = board.read(settings.limit());
        GovernorDecision decision = governor.decide(reading, Duration.ofNanos(time.nanoTime() - sinceNanos));
        metrics.tell(reading, decision);
        slowDown(decision);
        BoardStatus now = new BoardStatus(
                board.make(),
                board.kind(),
                decision.level(),
                decision.reasons().stream().sorted().toList(),
                reading.heat(),
                reading.powerMode());
        if (told.isEmpty() || !now.saysTheSameAs(told.get())) {
            log(told.map(BoardStatus::level).orElse(BoardLevel.COOL), now);
            told = Optional.of(now);
            changed.accept(now);
        }
    }

    private void slowDown(GovernorDecision decision) {
        Pace next = settings.governs()
                ? decision.pace(lanes.count(), lanes.highest().get())
                : Pace.FULL;
        if (!next.equals(pace)) {
            pace = next;
            lanes.pace().accept(next);
        }
    }

    private void log(BoardLevel before, BoardStatus now) {
        if (now.level().isWorseThan(before)) {
            LOG.atWarn().log("the board is {}: {}; {}", now.sentence(), done(now.level()), remedies(now.reasons()));
        } else if (before.isWorseThan(now.level())) {
            LOG.atInfo().log(
                    "the board recovers{}: level {}",
                    now.heat()
                            .map(heat -> String.format(Locale.ROOT, ", %.0f °C", heat.celsius()))
                            .orElse(""),
                    now.level().label());
        } else {
            LOG.atInfo().log(
                    "board: {}, {}{}",
                    now.model().orElse("unknown"),
                    now.kind().label(),
                    now.isDegraded() ? ", " + now.sentence() : "");
        }
    }

    private String done(BoardLevel level) {
        if (!settings.governs()) {
            return "inference is not slowed down for it (board.governor: false)";
        }
        return switch (level) {
            case COOL -> "inference goes on as fast as it can";
            case WARM -> "inference makes pauses";
            case HOT -> "fewer lanes work, and higher priorities go first";
            case CRITICAL -> "only the routes of the highest priority are answered, the others' messages wait";
        };
    }

    private static String remedies(List<BoardReason> reasons) {
        return reasons.stream().map(BoardReason::remedy).collect(Collectors.joining("; "));
    }

    /// Looks no more; the lanes work as fast as they can, because what is in work is to end soon.
    @Override
    public void close() {
        thread.shutdownNow();
        if (!hasEnded()) {
            LOG.atWarn().log("a file of the board does not answer; its reader is left behind");
        }
        lanes.pace().accept(Pace.FULL);
    }

    private boolean hasEnded() {
        try {
            return thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
