// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Gives a text's vector.
public final class EmbeddingTask implements TextTask<Embedding> {
    private final Head.Vector head;

    /// @throws IllegalArgumentException when the bundle is not for embeddings
    public EmbeddingTask(BundleDescriptor bundle) {
        this.head = bundle.heads().stream()
                .filter(Head.Vector.class::isInstance)
                .map(Head.Vector.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bundle " + bundle.id() + " is for " + bundle.task() + ", not for embeddings"));
    }

    @Override
    public Set<String> outputs() {
        return Set.of(head.name());
    }

    @Override
    public Reading<Embedding> read(String text, Encoding encoding, Instant received) {
        return new MeanOfWindows();
    }

    private final class MeanOfWindows implements Reading<Embedding> {
        private final double[] sum = new double[head.width()];
        private double tokens;

        @Override
        public void window(Window window, Pass pass, int message) {
            // A text without tokens is read too, where a model has no special ones.
            int weight = Math.max(window.tokens(), 1);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * (double) pass.sequence(head.name(), message, sum.length, i);
            }
            tokens += weight;
        }

        @Override
        public Embedding answer() {
            List<Float> values = new ArrayList<>();
            for (double value : sum) {
                if (!Double.isFinite(value)) {
                    throw new InvalidOutputException("the model's output \"" + head.name() + "\" is not finite");
                }
                values.add((float) (value / tokens));
            }
            return new Embedding(values);
        }
    }
}
