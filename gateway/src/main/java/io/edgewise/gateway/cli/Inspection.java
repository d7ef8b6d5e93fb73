// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleSignature;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was found in a bundle or a model file. Immutable.
///
/// @param file what was looked into
/// @param bundle what `bundle.json` says, for a bundle
/// @param signed whether a signature lies beside it, whosever it is
/// @param said what the model says of itself for others
/// @param delegates what each would take on this board
record Inspection(
        Path file,
        Optional<Described> bundle,
        boolean signed,
        ModelContents contents,
        MetadataView said,
        List<DelegateView> delegates) {
    Inspection {
        delegates = List.copyOf(delegates);
    }

    /// What `bundle.json` says, of either kind.
    sealed interface Described {
        /// Of a bundle that reads texts.
        record Reader(BundleDescriptor descriptor) implements Described {}

        /// Of one that writes them.
        record Writer(GeneratorDescriptor descriptor) implements Described {}
    }

    /// What the model says of itself.
    ///
    /// @param metadata empty when it says nothing, or what it says can't be read
    /// @param problem why it can't be read, or an empty text
    /// @param files behind the model
    record MetadataView(Optional<ModelMetadata> metadata, String problem, List<String> files) {
        MetadataView {
            files = List.copyOf(files);
        }
    }

    /// What a delegate makes of the model.
    ///
    /// @param label `xnnpack`; `none` for TensorFlow Lite's own kernels alone
    /// @param plan what runs where, if the delegate accepts the model
    /// @param refusal why it doesn't, or an empty text
    /// @param left operators that it leaves to TensorFlow Lite's own kernels
    record DelegateView(String label, Optional<PlanReport> plan, String refusal, Map<String, Integer> left) {
        DelegateView {
            left = Map.copyOf(left);
        }
    }

    /// @throws InferenceException when there is no bundle or model
    static Inspection of(Path what) {
        if (!Files.isDirectory(what)) {
            return of(what, Optional.empty(), ModelFile.map(what));
        }
        DescriptorFile file = DescriptorFile.read(what);
        if (file.isGenerator()) {
            GeneratorBundle writer = GeneratorBundle.open(file, FileDigests.READING);
            return of(what, Optional.of(new Described.Writer(writer.descriptor())), writer.modelFile());
        }
        Bundle reader = Bundle.open(what);
        return of(what, Optional.of(new Described.Reader(reader.descriptor())), reader.modelFile());
    }

    /// Looks into a model inside of a larger file.
    ///
    /// @param offset a multiple of 16
    /// @throws InferenceException when there is no model
    static Inspection ofPart(Path file, long offset, long bytes) {
        return of(file, Optional.empty(), ModelFile.map(file, offset, bytes));
    }

    private static Inspection of(Path what, Optional<Described> bundle, ModelFile file) {
        ModelContents contents;
        MetadataView said;
        TensorFlowLite lite;
        try {
            contents = file.contents();
            said = said(file);
            lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        try (Model model = lite.model(file)) {
            List<DelegateView> views = new ArrayList<>();
            views.add(view(model, "xnnpack", List.of(new Delegate.XnnPack(1))));
            views.add(view(model, "none", List.of()));
            return new Inspection(
                    what, bundle, bundle.isPresent() && BundleSignature.isIn(what), contents, said, views);
        }
    }

    /// Damage there does not keep the graph from running.
    private static MetadataView said(ModelFile file) {
        try {
            List<String> files = file.path()
                    .map(AssociatedFiles::of)
                    .map(AssociatedFiles::names)
                    .orElse(List.of());
            return new MetadataView(file.metadata(), "", files);
        } catch (InferenceException e) {
            return new MetadataView(Optional.empty(), String.valueOf(e.getMessage()), List.of());
        }
    }

    private static DelegateView view(Model model, String label, List<Delegate> delegates) {
        try (Interpreter interpreter = model.interpreter(new InterpreterOptions(delegates, 1, false))) {
            PlanReport plan = interpreter.plan();
            Map<String, Integer> left = new HashMap<>(plan.running().operators());
            left.keySet().removeIf(name -> name.startsWith("["));
            return new DelegateView(label, Optional.of(plan), "", left);
        } catch (InferenceException e) {
            return new DelegateView(label, Optional.empty(), String.valueOf(e.getMessage()), Map.of());
        }
    }
}
