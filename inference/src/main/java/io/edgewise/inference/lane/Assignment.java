// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.plan.Candidate;
import java.util.Optional;

/// What a model runs on from some moment on: a lane that has another one builds this one before its next pass.
/// Compared by identity: each change makes a new one. Immutable.
final class Assignment {
    private final LoadedModel model;
    private final Candidate candidate;

    private Assignment(LoadedModel model, Candidate candidate) {
        this.model = model;
        this.candidate = candidate;
    }

    /// As the plan says.
    static Assignment planned(LoadedModel model) {
        return new Assignment(model, model.plan().candidate());
    }

    /// What runs while that fails, if there is anything.
    Optional<Assignment> fallback() {
        return isPlanned() ? model.plan().fallback().map(other -> new Assignment(model, other)) : Optional.empty();
    }

    LoadedModel model() {
        return model;
    }

    Candidate candidate() {
        return candidate;
    }

    boolean isPlanned() {
        return candidate.equals(model.plan().candidate());
    }

    /// An encoder for the calling thread.
    Encoder encoder() {
        return model.encoder(candidate);
    }

    /// Tokens that messages may share in one pass, as measured when it was planned.
    int packTokens() {
        return model.plan().receipt().packTokens(candidate.name());
    }
}
