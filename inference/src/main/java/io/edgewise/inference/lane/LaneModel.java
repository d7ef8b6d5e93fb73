// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.encoder.Windows;
import io.edgewise.inference.plan.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model as one lane runs it. Confined to the lane's thread; owns its encoder, and holds the model.
final class LaneModel implements AutoCloseable {
    private final Assignment assignment;
    private final Encoder encoder;
    private final int packTokens;

    private LaneModel(Assignment assignment, Encoder encoder, int packTokens) {
        this.assignment = assignment;
        this.encoder = encoder;
        this.packTokens = packTokens;
    }

    /// @return empty when that version of the model is freed already
    /// @throws io.edgewise.inference.InferenceException when the encoder can't be built
    static Optional<LaneModel> build(Assignment assignment, boolean deterministic) {
        if (!assignment.model().hold()) {
            return Optional.empty();
        }
        try {
            Encoder encoder = assignment.encoder();
            int packTokens = deterministic ? 0 : assignment.packTokens();
            return Optional.of(new LaneModel(assignment, encoder, packTokens));
        } catch (RuntimeException | Error e) {
            assignment.model().release();
            throw e;
        }
    }

    Assignment assignment() {
        return assignment;
    }

    BundleDescriptor descriptor() {
        return assignment.model().bundle().descriptor();
    }

    /// Tokens that messages may share in one pass.
    int packTokens() {
        return packTokens;
    }

    /// A text, tokenised and cut.
    Windows windows(String text) {
        return Windows.of(text, assignment.model().bundle());
    }

    /// @throws io.edgewise.inference.InferenceException when the pass fails, or a vendor's delegate answers
    /// nonsense
    Pass run(List<Window> windows, Set<String> outputs) {
        Pass pass = encoder.run(windows, outputs);
        if (assignment.candidate() instanceof Candidate.Vendor vendor && !pass.isFinite()) {
            throw new InvalidOutputException("delegate \"" + vendor.name() + "\" answered what is no number");
        }
        return pass;
    }

    @Override
    public void close() {
        encoder.close();
        assignment.model().release();
    }
}
