// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How far the board is from its limit, without the noise of its sensor, and how far it will be soon when it goes on as
/// it does. Confined to one thread.
final class Trend {
    /// A chip is warmer within seconds of work: what follows it faster swings with it.
    private static final double SMOOTHING_SECONDS = 15;
    /// More than that is no noise and counts at once.
    private static final double NOISE_KELVIN = 1;

    private static final Duration BACK = Duration.ofSeconds(20);
    private static final double AHEAD_SECONDS = 30;
    /// It does not believe more: a board that was just loaded gets warmer fast, and soon slower.
    private static final double MOST_KELVIN = 3;

    /// Kelvins below the limit.
    ///
    /// @param soon at most `now`: what gets cooler is as hot as it is
    record Headroom(double now, double soon) {}

    private record Sample(double smooth, Duration at) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// @param measured kelvins below the limit
    Headroom after(double measured, Duration at) {
        double smooth = samples.isEmpty() ? measured : smooth(samples.getLast(), measured, at);
        while (samples.size() > 1 && samples.getFirst().at().compareTo(at.minus(BACK)) < 0) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(smooth, at));
        double now = Math.min(smooth, measured + NOISE_KELVIN);
        return new Headroom(now, now - Math.clamp(AHEAD_SECONDS * fall(), 0, MOST_KELVIN));
    }

    private static double smooth(Sample before, double measured, Duration at) {
        double share = 1 - Math.exp(-seconds(before.at(), at) / SMOOTHING_SECONDS);
        return before.smooth() + (measured - before.smooth()) * share;
    }

    /// Kelvins a second.
    private double fall() {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = seconds(first.at(), last.at());
        return seconds > 0 ? (first.smooth() - last.smooth()) / seconds : 0;
    }

    private static double seconds(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e9;
    }
}
