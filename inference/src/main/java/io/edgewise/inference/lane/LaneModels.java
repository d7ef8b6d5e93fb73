// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.plan.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The encoders of one lane: it follows what each model is assigned to, and goes on with what is left when a
/// delegate fails. Confined to the lane's thread; owns the encoders.
final class LaneModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneModels.class);

    private final Map<ModelSlot, LaneModel> built = new HashMap<>();
    /// What could not be built here, so that not every job tries again.
    private final Map<ModelSlot, Assignment> given = new HashMap<>();

    /// The encoder of a model as it is assigned at this moment, built if need be. When it can't be built, the one
    /// that is to run in its place is; or else the model is withdrawn.
    ///
    /// @throws InferenceException when it can't be built and there is none in its place or from before
    /// @throws NotServedException when the model is not served
    LaneModel of(ModelSlot slot) {
        while (true) {
            Assignment wanted = slot.assignment().orElseThrow(() -> new NotServedException(slot));
            LaneModel have = built.get(slot);
            if (have != null && (have.assignment().equals(wanted) || wanted.equals(given.get(slot)))) {
                return have;
            }
            Optional<LaneModel> next = build(slot, wanted, Optional.ofNullable(have));
            if (next.isPresent()) {
                return next.get();
            }
            // Another one is assigned by now.
        }
    }

    private Optional<LaneModel> build(ModelSlot slot, Assignment wanted, Optional<LaneModel> have) {
        try {
            Optional<LaneModel> next = LaneModel.build(wanted, slot.options().deterministic());
            next.ifPresent(built -> replace(slot, built));
            return next;
        } catch (InferenceException e) {
            Optional<Assignment> fallback = wanted.fallback();
            if (fallback.isPresent()) {
                slot.demote(wanted, fallback.get(), e);
                return Optional.empty();
            }
            if (have.isPresent()) {
                LOG.atWarn()
                        .log(
                                "model \"{}\" can't be built anew on this lane, which goes on with the former one: {}",
                                slot.name(),
                                e.getMessage());
                given.put(slot, wanted);
                return have;
            }
            withdraw(slot, wanted, e);
            throw e;
        }
    }

    /// A delegate that is gone and has nothing in its place may come back; what runs in this process will not.
    private void withdraw(ModelSlot slot, Assignment failed, InferenceException failure) {
        if (failed.candidate() instanceof Candidate.Vendor) {
            slot.withdraw(failed, failure);
            forget(slot);
        }
    }

    private void forget(ModelSlot slot) {
        given.remove(slot);
        Optional.ofNullable(built.remove(slot)).ifPresent(LaneModel::close);
    }

    private void replace(ModelSlot slot, LaneModel next) {
        given.remove(slot);
        LaneModel former = built.put(slot, next);
        if (former != null) {
            former.close();
        }
    }

    /// Takes up what is assigned now, so that no job waits for it and what it replaces is freed.
    ///
    /// @throws InferenceException when it can't be built and there is none from before
    void follow(ModelSlot slot) {
        if (slot.assignment().isPresent()) {
            of(slot);
        } else {
            forget(slot);
        }
    }

    /// Runs windows of a model. When its delegate fails, on the fallback: if that can, the delegate is at fault,
    /// and everybody is told; if that fails too, the text is. Without a fallback a crash withdraws the model.
    ///
    /// @param model what [#of] returned for this job
    /// @throws InferenceException when the windows can't be run
    /// @throws NotServedException when the delegate is gone and nothing takes its place
    Pass run(ModelSlot slot, LaneModel model, List<Window> windows, Set<String> outputs) {
        try {
            return model.run(windows, outputs);
        } catch (InferenceException e) {
            Optional<Assignment> fallback = model.assignment().fallback();
            if (fallback.isEmpty()) {
                if (e instanceof DelegateCrashedException) {
                    withdraw(slot, model.assignment(), e);
                    throw new NotServedException(slot, e);
                }
                throw e;
            }
            return runOn(fallback.get(), slot, model, windows, outputs, e);
        }
    }

    private Pass runOn(
            Assignment fallback,
            ModelSlot slot,
            LaneModel failed,
            List<Window> windows,
            Set<String> outputs,
            InferenceException failure) {
        // The failed one holds the version of the model that both are of.
        LaneModel other = LaneModel.build(fallback, slot.options().deterministic())
                .orElseThrow(() -> new IllegalStateException("the model of a running encoder is freed"));
        boolean keep = failure instanceof DelegateCrashedException; // what crashed never works again
        try {
            Pass pass = other.run(windows, outputs);
            keep = true;
            return pass;
        } finally {
            if (keep) {
                slot.demote(failed.assignment(), fallback, failure);
                replace(slot, other);
            } else {
                other.close();
            }
        }
    }

    @Override
    public void close() {
        built.values().forEach(LaneModel::close);
        built.clear();
    }
}
