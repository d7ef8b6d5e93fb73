// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.testkit.bundle.TinyBundles;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives each label of a moderation the logit of the next one: what a delegate that computes something else does.
///
/// @param right what it would have answered
record OtherAnswers(Encoder right) implements Encoder {
    private static final String HEAD = "moderation";

    @Override
    public Pass run(List<Window> windows, Set<String> outputs) {
        Pass pass = right.run(windows, outputs);
        int labels = TinyBundles.MODERATION_LABELS.size();
        float[] others = new float[labels];
        for (int label = 0; label < labels; label++) {
            others[label] = pass.sequence(HEAD, 0, labels, (label + 1) % labels);
        }
        return new Pass(Map.of(HEAD, others), new int[] {0});
    }

    @Override
    public int packTokens() {
        return right.packTokens();
    }

    @Override
    public PlanReport plan() {
        return right.plan();
    }

    @Override
    public void close() {
        right.close();
    }
}
