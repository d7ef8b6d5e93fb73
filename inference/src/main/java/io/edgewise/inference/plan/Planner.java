// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.plan.Trial.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tries the candidates for one bundle, one after the other, and keeps the fastest correct one. At most two
/// encoders are open at a time.
///
/// Correct means: the golden tests pass, and where TensorFlow Lite's own kernels were tried and may run, the logits
/// point where theirs do. Confined to one thread; used once.
///
/// @see "docs/decisions/0013-plan-and-receipt.md"
public final class Planner {
    /// A correct candidate.
    private record Passed(Candidate candidate, Trial.Correct trial) {
        /// A vendor's runs in a process of its own and may fail, so it must gain more than times differ by chance.
        private static final int GAIN = 10;

        private static final Comparator<Passed> FASTEST = Comparator.comparing(Passed::cost);

        private Duration cost() {
            Duration invoke = trial.invoke();
            return candidate instanceof Candidate.Vendor ? invoke.plus(invoke.dividedBy(GAIN)) : invoke;
        }
    }

    private static final int MOST_DISTURBED = 2;

    private final Bundle bundle;
    private final String sha256;
    private final Candidates candidates;
    private final PlanContext context;
    private final EncoderFactory factory;
    private final Examination examination;
    private final List<Trial> trials = new ArrayList<>();
    private final List<InferenceException> failures = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();
    /// Of the fastest so far.
    private Optional<Encoder> open = Optional.empty();

    Planner(
            PlanContext context,
            Bundle bundle,
            String sha256,
            Candidates candidates,
            EncoderFactory factory,
            PassTimer timer) {
        this.context = context;
        this.bundle = bundle;
        this.sha256 = sha256;
        this.candidates = candidates;
        this.factory = factory;
        this.examination = new Examination(context, bundle, sha256, timer);
    }

    /// Tries what there is to try.
    ///
    /// @param sha256 of the model file
    /// @throws BundleException when the bundle says something wrong on this board
    /// @throws DelegateException when nothing can run it
    /// @throws io.edgewise.inference.UnsupportedModelException when its graph is not what it says
    public static Planned plan(
            PlanContext context, Bundle bundle, String sha256, Candidates candidates, EncoderFactory factory) {
        return new Planner(context, bundle, sha256, candidates, factory, PassTimer::best).plan();
    }

    /// Tries one candidate once more, after it failed in service.
    ///
    /// @return its encoder when it is correct now
    /// @throws InferenceException with the reason when it isn't
    public static Encoder retry(
            PlanContext context, Bundle bundle, String sha256, Candidate candidate, EncoderFactory factory) {
        Planner planner =
                new Planner(context, bundle, sha256, Candidates.of(List.of(candidate)), factory, PassTimer::best);
        // What is known to be bad stays so until it is seen to be good.
        Optional<Quarantine.Marker> unmarked = marker(context, sha256, candidate)
                .filter(marker -> marker.reason().isEmpty());
        unmarked.ifPresent(Quarantine.Marker::probing);
        try {
            planner.tryUndisturbed(candidate);
        } finally {
            unmarked.ifPresent(Quarantine.Marker::clear);
        }
        if (planner.open.isPresent()) {
            marker(context, sha256, candidate).ifPresent(Quarantine.Marker::clear);
        }
        return planner.open.orElseThrow(() -> planner.failures.getFirst());
    }

    /// Remembers that a candidate ends its worker again and again, so that no later start tries it.
    public static void quarantine(PlanContext context, String sha256, Candidate candidate, String reason) {
        marker(context, sha256, candidate).ifPresent(marker -> marker.crashed(reason));
    }

    /// Forgets that again: it has served well since.
    public static void trust(PlanContext context, String sha256, Candidate candidate) {
        marker(context, sha256, candidate).ifPresent(Quarantine.Marker::clear);
    }

    private static Optional<Quarantine.Marker> marker(PlanContext context, String sha256, Candidate candidate) {
        return candidate instanceof Candidate.Vendor(VendorDelegate vendor)
                ? Optional.of(context.quarantine().of(vendor, sha256))
                : Optional.empty();
    }

    Planned plan() {
        long start = System.nanoTime();
        try {
            for (Candidate candidate : candidates.trials()) {
                attempt(candidate);
                if (candidates.automatic() && !passed.isEmpty()) {
                    break;
                }
            }
            Passed chosen = choose();
            Receipt receipt = new Receipt(
                    bundle.descriptor().id(),
                    context.library().version(),
                    candidates.names(),
                    chosen.candidate().name(),
                    bundle.goldenTests().texts().size(),
                    trials,
                    Examination.since(start));
            return new Planned(chosen.candidate(), fallback(chosen), receipt, spare(chosen));
        } catch (RuntimeException | Error e) {
            open.ifPresent(Encoder::close);
            throw e;
        }
    }

    private void attempt(Candidate candidate) {
        switch (candidate) {
            case Candidate.InProcess inProcess -> tryIt(candidate);
            case Candidate.Vendor vendor -> tryCarefully(vendor);
        }
    }

    /// A marker on the disk stays when this doesn't come to its end.
    private void tryCarefully(Candidate.Vendor vendor) {
        Quarantine.Marker marker = context.quarantine().of(vendor.delegate(), sha256);
        Optional<String> reason = marker.reason();
        if (reason.isPresent()) {
            String sentence = "delegate \"" + vendor.name() + "\" is not tried on this board: " + reason.get();
            refuse(vendor, Reason.QUARANTINED, new DelegateException(sentence));
            return;
        }
        marker.probing();
        Optional<InferenceException> crash = Optional.empty();
        try {
            crash = tryUndisturbed(vendor)
                    .filter(failure -> failure instanceof DelegateCrashedException e && e.isOwnFault());
        } finally {
            crash.ifPresentOrElse(e -> marker.crashed(String.valueOf(e.getMessage())), marker::clear);
        }
    }

    /// All models of a delegate share its worker: one that was ended by another model's call, or from outside, says
    /// nothing of this one, which is tried again.
    private Optional<InferenceException> tryUndisturbed(Candidate candidate) {
        Optional<InferenceException> failure = tryIt(candidate);
        for (int again = MOST_DISTURBED; again > 0 && isDisturbed(failure); again--) {
            trials.removeLast();
            failures.removeLast();
            failure = tryIt(candidate);
        }
        return failure;
    }

    private static boolean isDisturbed(Optional<InferenceException> failure) {
        return failure.filter(it -> it instanceof DelegateCrashedException e && !e.isOwnFault())
                .isPresent();
    }

    /// @return why it was refused, if it was
    private Optional<InferenceException> tryIt(Candidate candidate) {
        long start = System.nanoTime();
        Encoder encoder;
        try {
            encoder = factory.build(candidate);
        } catch (DelegateCrashedException e) {
            return refuse(candidate, Reason.CRASHED, e);
        } catch (DelegateException e) {
            return refuse(candidate, Reason.NOT_BUILT, e);
        } catch (InferenceException e) {
            // A graph that is not what the bundle says is a matter of no candidate, unless only a worker says so.
            if (candidate instanceof Candidate.InProcess) {
                throw e;
            }
            return refuse(candidate, Reason.NOT_BUILT, e);
        }
        Duration build = Examination.since(start);
        boolean kept = false;
        try {
            Trial.Correct trial = examination.examine(candidate, encoder, build);
            trials.add(trial);
            kept = keepIfFastest(new Passed(candidate, trial), encoder);
            return Optional.empty();
        } catch (DelegateCrashedException e) {
            return refuse(candidate, Reason.CRASHED, e);
        } catch (Examination.DiffersException e) {
            return refuse(candidate, Reason.DIFFERS, e);
        } catch (BundleException e) {
            return refuse(candidate, Reason.WRONG, e);
        } catch (InferenceException e) {
            return refuse(candidate, Reason.FAILED, e);
        } finally {
            if (!kept) {
                encoder.close();
            }
        }
    }

    private boolean keepIfFastest(Passed candidate, Encoder encoder) {
        passed.add(candidate);
        boolean fastest = passed.stream()
                .filter(this::mayBeChosen)
                .min(Passed.FASTEST)
                .filter(candidate::equals)
                .isPresent();
        if (fastest) {
            open.ifPresent(Encoder::close);
            open = Optional.of(encoder);
        }
        return fastest;
    }

    /// XNNPACK as a net below a vendor's delegate is not what was asked for, so it runs only when nothing else can.
    private boolean mayBeChosen(Passed one) {
        return candidates.isWanted(one.candidate())
                || passed.stream().noneMatch(other -> candidates.isWanted(other.candidate()));
    }

    private Passed choose() {
        return passed.stream().filter(this::mayBeChosen).min(Passed.FASTEST).orElseThrow(this::nothingCanRunIt);
    }

    private Optional<Candidate> fallback(Passed chosen) {
        return passed.stream()
                .filter(one -> !one.equals(chosen))
                .filter(one -> one.candidate() instanceof Candidate.InProcess)
                .min(Passed.FASTEST)
                .map(Passed::candidate);
    }

    /// An encoder in this process belongs to the thread that built it.
    private Optional<Encoder> spare(Passed chosen) {
        if (chosen.candidate() instanceof Candidate.Vendor) {
            return open;
        }
        open.ifPresent(Encoder::close);
        return Optional.empty();
    }

    private Optional<InferenceException> refuse(Candidate candidate, Reason reason, InferenceException failure) {
        trials.add(new Trial.Refused(candidate.name(), reason, String.valueOf(failure.getMessage())));
        failures.add(failure);
        return Optional.of(failure);
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
}
