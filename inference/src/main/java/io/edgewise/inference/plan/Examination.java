// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.PlanReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Finds out whether an encoder says what it should, and how long it takes. Confined to one thread; used for the
/// candidates of one bundle, of which TensorFlow Lite's own kernels, if they are one, come first.
final class Examination {
    /// XNNPACK's int8 kernels round otherwise than the built-in ones; the bundles that ship still reach 0.9993. A
    /// delegate that computes something else is far below.
    private static final double LEAST_AGREEMENT = 0.99;

    private static final int KEY_DIGITS = 32;

    private final PlanContext context;
    private final Bundle bundle;
    private final String sha256;
    private final PassTimer timer;
    private Optional<List<Pass>> reference = Optional.empty();

    /// It passed the golden tests and yet says something else than the CPU.
    static final class DiffersException extends InferenceException {
        private static final long serialVersionUID = 1L;

        DiffersException(String message) {
            super(message);
        }
    }

    Examination(PlanContext context, Bundle bundle, String sha256, PassTimer timer) {
        this.context = context;
        this.bundle = bundle;
        this.sha256 = sha256;
        this.timer = timer;
    }

    /// @param build how long it took to build the encoder
    /// @throws io.edgewise.inference.bundle.BundleException when a golden test fails
    /// @throws DiffersException when it says something else than the CPU
    /// @throws InferenceException when a pass fails
    Trial.Correct examine(Candidate candidate, Encoder encoder, Duration build) {
        long start = System.nanoTime();
        List<Pass> answers = GoldenCheck.run(bundle, encoder);
        Duration test = since(start);
        OptionalDouble agreement = agreement(answers);
        if (agreement.isPresent() && !(agreement.getAsDouble() >= LEAST_AGREEMENT)) {
            throw new DiffersException(differs(candidate, agreement.getAsDouble()));
        }
        if (candidate.equals(Candidates.CPU)) {
            reference = Optional.of(answers);
        }
        Duration invoke = timer.time(encoder, textAt(0.5), GoldenCheck.outputs(bundle));
        PlanReport plan = encoder.plan();
        return new Trial.Correct(
                candidate.name(),
                plan.model().nodes(),
                Trial.Share.of(plan),
                LeftOver.of(plan),
                build,
                test,
                invoke,
                packTokens(candidate, encoder),
                agreement);
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

    private int packTokens(Candidate candidate, Encoder encoder) {
        String what = sha256 + "\n" + context.machine() + "\n" + candidate;
        String key = Sha256.of(ByteBuffer.wrap(what.getBytes(UTF_8))).substring(0, KEY_DIGITS);
        return context.packing().of(key, encoder, textAt(0.25), GoldenCheck.outputs(bundle));
    }

    private Window textAt(double share) {
        List<Window> windows = GoldenCheck.windows(bundle).stream()
                .sorted(Comparator.comparingInt(Window::tokens))
                .toList();
        return windows.get((int) (windows.size() * share));
    }

    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
