// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.plan.Trial.Reason;
import io.edgewise.inference.tflite.PlanReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Tries the candidates for one bundle, one after the other, and keeps the fastest correct one. At most two encoders
/// are open at a time.
///
/// Correct means: the golden tests pass, and where TensorFlow Lite's own kernels were tried and may run, the logits
/// point where theirs do. Confined to the thread that will run the encoder; used once.
///
/// @see "docs/decisions/0013-plan-and-receipt.md"
public final class Planner {
    /// XNNPACK's int8 kernels round otherwise than the built-in ones; the bundles that ship still reach 0.9993. A
    /// delegate that computes something else is far below.
    private static final double LEAST_AGREEMENT = 0.99;

    /// The fastest so far.
    private record Best(Candidate candidate, Encoder encoder, Trial.Correct trial) {}

    private final Bundle bundle;
    private final String library;
    private final Candidates candidates;
    private final EncoderFactory factory;
    private final PassTimer timer;
    private final List<Trial> trials = new ArrayList<>();
    private final List<InferenceException> failures = new ArrayList<>();
    private Optional<Best> best = Optional.empty();
    private Optional<List<Pass>> reference = Optional.empty();

    Planner(Bundle bundle, String library, Candidates candidates, EncoderFactory factory, PassTimer timer) {
        this.bundle = bundle;
        this.library = library;
        this.candidates = candidates;
        this.factory = factory;
        this.timer = timer;
    }

    /// Tries what there is to try.
    ///
    /// @param library version of TensorFlow Lite, for the receipt
    /// @throws BundleException when the bundle says something wrong on this board
    /// @throws DelegateException when nothing can run it
    /// @throws io.edgewise.inference.UnsupportedModelException when its graph is not what it says
    public static Planned plan(Bundle bundle, String library, Candidates candidates, EncoderFactory factory) {
        return new Planner(bundle, library, candidates, factory, PassTimer::best).plan();
    }

    Planned plan() {
        long start = System.nanoTime();
        try {
            for (Candidate candidate : candidates.trials()) {
                attempt(candidate);
                if (candidates.automatic() && best.isPresent()) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            best.ifPresent(open -> open.encoder().close());
            throw e;
        }
        Best chosen = best.orElseThrow(this::nothingCanRunIt);
        Receipt receipt = new Receipt(
                bundle.descriptor().id(),
                library,
                candidates.names(),
                chosen.candidate().name(),
                bundle.goldenTests().texts().size(),
                trials,
                since(start));
        return new Planned(chosen.encoder(), chosen.candidate(), receipt);
    }

    private void attempt(Candidate candidate) {
        long start = System.nanoTime();
        Encoder encoder;
        try {
            encoder = factory.build(candidate);
        } catch (DelegateException e) {
            refuse(candidate, Reason.NOT_BUILT, e);
            return;
        }
        Duration build = since(start);
        boolean kept = false;
        try {
            kept = examine(candidate, encoder, build);
        } catch (BundleException e) {
            refuse(candidate, Reason.WRONG, e);
        } catch (InferenceException e) {
            refuse(candidate, Reason.FAILED, e);
        } finally {
            if (!kept) {
                encoder.close();
            }
        }
    }

    /// @return whether the encoder is the best so far
    private boolean examine(Candidate candidate, Encoder encoder, Duration build) {
        long start = System.nanoTime();
        List<Pass> answers = GoldenCheck.run(bundle, encoder);
        Duration test = since(start);
        OptionalDouble agreement = agreement(answers);
        if (agreement.isPresent() && !(agreement.getAsDouble() >= LEAST_AGREEMENT)) {
            refuse(candidate, Reason.DIFFERS, new DelegateException(differs(candidate, agreement.getAsDouble())));
            return false;
        }
        if (candidate.equals(Candidates.CPU)) {
            reference = Optional.of(answers);
        }
        Duration invoke = timer.time(encoder, middleText(), GoldenCheck.outputs(bundle));
        Trial.Correct trial = correct(candidate, encoder, build, test, invoke, agreement);
        trials.add(trial);
        return keepIfFaster(new Best(candidate, encoder, trial));
    }

    private OptionalDouble agreement(List<Pass> answers) {
        if (reference.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Pass> expected = reference.get();
        double least = 1;
        for (int i = 0; i < answers.size(); i++) {
            least = Math.min(least, answers.get(i).cosine(expected.get(i)));
        }
        return OptionalDouble.of(least);
    }

    private String differs(Candidate candidate, double agreement) {
        return String.format(
                Locale.ROOT,
                "bundle %s: %s passes the golden tests and yet differs from TensorFlow Lite's own kernels: the cosine of"
                        + " their logits is %.4f, expected at least %.2f",
                bundle.descriptor().id(),
                candidate.name(),
                agreement,
                LEAST_AGREEMENT);
    }

    private Window middleText() {
        List<Window> windows = GoldenCheck.windows(bundle).stream()
                .sorted((a, b) -> Integer.compare(a.tokens(), b.tokens()))
                .toList();
        return windows.get(windows.size() / 2);
    }

    private static Trial.Correct correct(
            Candidate candidate,
            Encoder encoder,
            Duration build,
            Duration test,
            Duration invoke,
            OptionalDouble agreement) {
        return switch (candidate) {
            case Candidate.InProcess inProcess ->
                new Trial.Correct(
                        candidate.name(),
                        encoder.plan().model().nodes(),
                        shares(encoder.plan()),
                        LeftOver.of(inProcess.delegates(), encoder.plan()),
                        build,
                        test,
                        invoke,
                        agreement);
        };
    }

    private static List<Trial.Share> shares(PlanReport plan) {
        return plan.shares().stream()
                .map(share -> new Trial.Share(share.delegate(), share.nodes()))
                .toList();
    }

    private boolean keepIfFaster(Best candidate) {
        if (best.isPresent()
                && candidate.trial().invoke().compareTo(best.get().trial().invoke()) >= 0) {
            return false;
        }
        best.ifPresent(slower -> slower.encoder().close());
        best = Optional.of(candidate);
        return true;
    }

    private void refuse(Candidate candidate, Reason reason, InferenceException failure) {
        trials.add(new Trial.Refused(candidate.name(), reason, String.valueOf(failure.getMessage())));
        failures.add(failure);
    }

    /// With `auto` the last resort is nobody's wish: what was wrong with the first candidate is what matters.
    private InferenceException nothingCanRunIt() {
        InferenceException first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (candidates.automatic() || failures.size() == 1) {
            return first;
        }
        String each = trials.stream()
                .map(Trial.Refused.class::cast)
                .map(trial -> trial.candidate() + ": " + trial.detail())
                .collect(Collectors.joining("\n  "));
        BundleException all =
                new BundleException(bundle.directory(), "no delegate of its list can run it here\n  " + each);
        all.initCause(first);
        return all;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
