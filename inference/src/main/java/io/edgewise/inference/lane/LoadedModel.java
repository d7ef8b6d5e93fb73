// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.plan.Candidate;
import io.edgewise.inference.plan.EncoderFactory;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.Planned;
import io.edgewise.inference.plan.Planner;
import io.edgewise.inference.tflite.Model;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One version of a model: its bundle, the native model, its plan. Lives as long as somebody holds it: its slot
/// while it is the current version, and each lane while it has an encoder of it.
///
/// Thread-safe: a count and a queue that are.
final class LoadedModel {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    private final Bundle bundle;
    private final Model model;
    private final String sha256;
    private final PlanContext context;
    private final EncoderFactory factory;
    private final Planned plan;
    /// Encoders that were built ahead, of the planned candidate.
    private final Queue<Encoder> spares = new ConcurrentLinkedQueue<>();

    private final AtomicInteger holders = new AtomicInteger(1);

    private LoadedModel(Bundle bundle, Model model, PlanContext context, ModelOptions options) {
        this.bundle = bundle;
        this.model = model;
        this.sha256 = sha256(bundle.descriptor());
        this.context = context;
        this.factory = EncoderFactory.of(context, bundle, model, sha256, options.allowSlow());
        this.plan = Planner.plan(context, bundle, sha256, options.candidates(), factory);
        plan.spare().ifPresent(spares::add);
    }

    /// The digest that the file was checked against when the bundle was opened.
    private static String sha256(BundleDescriptor descriptor) {
        return Objects.requireNonNull(descriptor.files().get(descriptor.model().file()))
                .sha256();
    }

    /// Plans a bundle on the calling thread, and takes it over in any case. The caller holds the model.
    ///
    /// @param lanes that will run it
    /// @throws io.edgewise.inference.InferenceException when it can't be used on this board
    static LoadedModel plan(PlanContext context, Bundle bundle, ModelOptions options, int lanes) {
        Model model = model(context, bundle);
        try {
            LoadedModel loaded = new LoadedModel(bundle, model, context, options);
            loaded.buildAhead(lanes);
            // The delegate has packed its own copy of the weights; what is still read from the file is small.
            bundle.modelFile().unload();
            return loaded;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static Model model(PlanContext context, Bundle bundle) {
        try {
            return context.library().model(bundle.modelFile());
        } catch (RuntimeException | Error e) {
            bundle.modelFile().closeUnlessOwned();
            throw e;
        }
    }

    Bundle bundle() {
        return bundle;
    }

    Planned plan() {
        return plan;
    }

    /// Tries the planned candidate once more, and keeps an encoder for each lane when it is correct.
    ///
    /// @throws io.edgewise.inference.InferenceException with the reason when it isn't
    void retry(int lanes) {
        spares.add(Planner.retry(context, bundle, sha256, plan.candidate(), factory));
        fill(lanes);
    }

    /// A vendor's encoders take long, and may be handed to another thread. What fails here, fails on a lane too,
    /// which knows what to do then.
    private void buildAhead(int lanes) {
        if (plan.candidate() instanceof Candidate.Vendor) {
            try {
                fill(lanes);
            } catch (InferenceException e) {
                LOG.atDebug()
                        .setCause(e)
                        .log(
                                "not every lane will have an encoder of {}",
                                bundle.descriptor().id());
            }
        }
    }

    private void fill(int lanes) {
        while (spares.size() < lanes) {
            spares.add(factory.build(plan.candidate()));
        }
    }

    /// An encoder for the calling thread, which holds the model as long as it has it.
    Encoder encoder(Candidate candidate) {
        Encoder spare = candidate.equals(plan.candidate()) ? spares.poll() : null;
        return spare != null ? spare : factory.build(candidate);
    }

    /// Remembers on the disk that the planned candidate fails on this board in service.
    void quarantine(String reason) {
        Planner.quarantine(context, sha256, plan.candidate(), reason);
    }

    /// Forgets it: the planned candidate has served well.
    void trust() {
        Planner.trust(context, sha256, plan.candidate());
    }

    /// Gives up what was built ahead: its worker has ended.
    void dropSpares() {
        for (Encoder spare = spares.poll(); spare != null; spare = spares.poll()) {
            spare.close();
        }
    }

    /// @return false when it is freed already: another version has taken its place
    boolean hold() {
        return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /// The last one frees it.
    void release() {
        if (holders.decrementAndGet() == 0) {
            dropSpares();
            model.close();
        }
    }
}
