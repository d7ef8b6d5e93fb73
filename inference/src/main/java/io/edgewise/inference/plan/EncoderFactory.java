// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Lengths;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.worker.GraphRequest;
import java.nio.file.Path;
import java.util.List;

/// Builds an encoder for the calling thread; one of a vendor's candidate may be handed to another thread.
@FunctionalInterface
public interface EncoderFactory {
    /// @throws DelegateException when the candidate can't run the model
    /// @throws io.edgewise.inference.UnsupportedModelException when no candidate can
    Encoder build(Candidate candidate);

    /// Encoders of one bundle.
    ///
    /// @param sha256 of the model file
    /// @param allowSlow accept int8 matrices outside every delegate, on x86-64 only
    static EncoderFactory of(PlanContext context, Bundle bundle, Model model, String sha256, boolean allowSlow) {
        return candidate -> switch (candidate) {
            case Candidate.InProcess inProcess -> {
                List<Delegate> delegates = inProcess.delegate().stream()
                        .<Delegate>map(xnnPack -> context.weights().cached(xnnPack, model, sha256))
                        .toList();
                yield Encoder.open(bundle.descriptor(), model, new InterpreterOptions(delegates, 1, allowSlow));
            }
            case Candidate.Vendor vendor -> inWorker(context, bundle, sha256, allowSlow, vendor.delegate());
        };
    }

    private static Encoder inWorker(
            PlanContext context, Bundle bundle, String sha256, boolean allowSlow, VendorDelegate vendor) {
        Path file = bundle.modelFile()
                .path()
                .orElseThrow(() -> new DelegateException("delegate \"" + vendor.name() + "\": a worker can run a model"
                        + " only from a file of its own, not from inside " + bundle.directory()));
        Graph graph = context.hosts()
                .of(vendor)
                .open(new GraphRequest(
                        context.library().file().path(),
                        file,
                        sha256,
                        bundle.descriptor().model().signature(),
                        List.of(vendor.delegate(), new Delegate.XnnPack(1)),
                        allowSlow,
                        vendor.fixedShapes()));
        Lengths lengths = vendor.fixedShapes()
                ? Lengths.buckets(bundle.descriptor().window().tokens())
                : Lengths.ANY;
        return Encoder.over(bundle.descriptor(), graph, lengths);
    }
}
