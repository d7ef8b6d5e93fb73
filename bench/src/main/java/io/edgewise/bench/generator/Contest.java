// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.bench.generator.Writer.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rounds in which each engine has one turn, so that what changes on the machine meanwhile hits all of them. Confined
/// to
/// one thread.
final class Contest {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    private final List<Place> places;
    private final int prompt;
    private final int tokens;

    /// An engine with its turns.
    private record Place(Writer writer, List<Turn> turns) {
        List<Double> reads() {
            return turns.stream().map(Turn::readRate).toList();
        }

        List<Double> writes() {
            return turns.stream().map(Turn::writeRate).toList();
        }

        /// Tokens a second if a token cost nothing but reading weights and cache once.
        double bound(double bandwidth, double held) {
            return bandwidth / (writer.weightBytes() + held * writer.cacheBytesPerToken());
        }
    }

    /// @param writers ours first: the others write as many tokens as it did
    /// @param prompt tokens that are read
    /// @param tokens that are written
    Contest(List<Writer> writers, int prompt, int tokens) {
        this.places = writers.stream()
                .map(writer -> new Place(writer, new ArrayList<>()))
                .toList();
        this.prompt = prompt;
        this.tokens = tokens;
    }

    void run(int rounds) throws IOException {
        round();
        places.forEach(place -> place.turns().clear()); // the first is for the caches of the processor and the JVM
        for (int i = 0; i < rounds; i++) {
            round();
        }
    }

    private void round() throws IOException {
        int written = tokens;
        for (Place place : places) {
            Turn turn = place.writer().turn(prompt, written);
            place.turns().add(turn);
            written = turn.written();
        }
    }

    /// Prints a line for each engine, then what ours is times each other one.
    ///
    /// @param bandwidth bytes a second
    void print(double bandwidth) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%-26s %17s %17s %11s %8s   %s%n",
                prompt + " tokens read, " + tokens + " written",
                "reads tokens/s",
                "writes tokens/s",
                "of bound",
                "load ms",
                "resident MB (anonymous, file)");
        for (Place place : places) {
            print(place, bandwidth);
        }
        places.stream().skip(1).forEach(this::compare);
    }

    private void print(Place place, double bandwidth) throws IOException {
        Resident resident = place.writer().resident();
        double bound = place.bound(bandwidth, prompt + tokens / 2.0);
        System.out.printf(
                Locale.ROOT,
                "%-26s %8.0f (%6.0f) %8.1f (%6.1f) %4.0f (%3.0f) %% %8.0f   %.0f (%.0f, %.0f)%n",
                place.writer().name(),
                Numbers.median(place.reads()),
                Numbers.most(place.reads()),
                Numbers.median(place.writes()),
                Numbers.most(place.writes()),
                100 * Numbers.median(place.writes()) / bound,
                100 * Numbers.most(place.writes()) / bound,
                place.writer().loadMillis(),
                resident.all(),
                resident.anonymous(),
                resident.file());
    }

    private void compare(Place other) {
        Place ours = places.getFirst();
        System.out.printf(
                Locale.ROOT,
                "times %-20s %8.2f (%6.2f) %8.2f (%6.2f)%n",
                other.writer().name(),
                Numbers.median(ratios(ours.reads(), other.reads())),
                Numbers.most(ours.reads()) / Numbers.most(other.reads()),
                Numbers.median(ratios(ours.writes(), other.writes())),
                Numbers.most(ours.writes()) / Numbers.most(other.writes()));
    }

    private static List<Double> ratios(List<Double> ours, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / others.get(i));
        }
        return ratios;
    }

    /// What the table means.
    String explanation(double bandwidth) {
        return String.format(
                Locale.ROOT,
                "medians of the rounds, the best in brackets; \"times\": ours to theirs, the median of the rounds' own ratios, and"
                        + " best to best.%nThis machine reads %.1f GB/s on one thread, so that weights and cache of %s (%.0f MB for a"
                        + " token) bound it at %.0f tokens/s.",
                bandwidth / GIGA,
                places.getFirst().writer().name(),
                bandwidth / places.getFirst().bound(bandwidth, prompt + tokens / 2.0) / MEGA,
                places.getFirst().bound(bandwidth, prompt + tokens / 2.0));
    }
}
