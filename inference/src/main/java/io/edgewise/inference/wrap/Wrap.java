// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerException;
import io.edgewise.inference.wrap.Entrance.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes one bundle of one model. Used once, by one thread.
public final class Wrap {
    private final TensorFlowLite lite;
    private final WrapOptions options;
    private final Findings findings = new Findings();

    private Wrap(TensorFlowLite lite, WrapOptions options) {
        this.lite = lite;
        this.options = options;
    }

    /// Makes a bundle, opens it and runs its golden tests with XNNPACK on this board. Nothing is left behind when
    /// that fails.
    ///
    /// @throws WrapException with everything that is missing or does not fit
    /// @throws io.edgewise.inference.UnsupportedModelException when the file is damaged or no TFLite model
    /// @throws InferenceException when the model does not run here
    public static Wrapped wrap(TensorFlowLite lite, WrapOptions options) {
        return new Wrap(lite, options).wrap();
    }

    private Wrapped wrap() {
        if (Files.exists(options.directory())) {
            findings.problem(options.directory() + " is there already; name another directory, or move it away");
        }
        findings.requireNone(options.model());
        ModelContents contents;
        Optional<ModelMetadata> metadata;
        String sha256;
        try (ModelFile file = ModelFile.map(options.model())) {
            contents = file.contents();
            metadata = file.metadata();
            sha256 = file.sha256(FileDigests.READING);
        }
        AssociatedFiles behind = AssociatedFiles.of(options.model());
        Entrance entrance = entrance(Entrance.of(contents, metadata));
        Map<InputRole, Port> roles = InputRoles.of(entrance, options.tensors().inputs(), findings);
        Optional<HeadSource.Found> head = new HeadSource(
                        options.meaning(), options.tensors().output(), entrance.outputs(), behind, findings)
                .find();
        Optional<TokenizerSource> tokenizer = TokenizerSource.of(options.wording(), metadata, behind, findings);
        findings.requireNone(options.model());
        BundlePlan plan =
                new BundlePlan(options, entrance, roles, head.orElseThrow(), tokenizer.orElseThrow(), metadata, sha256);
        return write(plan);
    }

    /// The signature that the caller names, or the first into which a text fits.
    private Entrance entrance(List<Entrance> entrances) {
        List<String> problems = new ArrayList<>();
        for (Entrance entrance : entrances) {
            boolean meant = options.tensors().signature().isEmpty()
                    || options.tensors().signature().equals(entrance.signature());
            Findings own = new Findings();
            InputRoles.of(entrance, options.tensors().inputs(), own);
            if (meant && !own.hasProblems()) {
                return entrance;
            }
            if (meant) {
                own.problems().forEach(p -> problems.add(entrances.size() == 1 ? p : entrance.called() + ": " + p));
            }
        }
        if (problems.isEmpty()) {
            problems.add(
                    "there is no signature \"" + options.tensors().signature().orElse("") + "\" (have: "
                            + entrances.stream().map(Entrance::called).toList() + ")");
        }
        throw new WrapException(options.model(), problems);
    }

    private Wrapped write(BundlePlan plan) {
        Path target = options.directory().toAbsolutePath();
        try (BundleFolder files = folder(target)) {
            Wrapped wrapped = write(plan, files);
            files.become(target);
            return wrapped;
        } catch (IOException e) {
            throw new WrapException(options.model(), List.of("the bundle " + target + " can't be written: " + e));
        }
    }

    private BundleFolder folder(Path target) {
        try {
            return BundleFolder.beside(target);
        } catch (IOException e) {
            throw new WrapException(
                    options.model(), List.of("the folder " + target.getParent() + " can't be written: " + e));
        }
    }

    private Wrapped write(BundlePlan plan, BundleFolder folder) throws IOException {
        folder.copy(options.model(), BundlePlan.MODEL);
        for (Map.Entry<String, byte[]> file : plan.tokenizer().files().entrySet()) {
            folder.write(file.getKey(), file.getValue());
        }
        Tokenizer tokenizer = tokenizer(plan, folder);
        BundleDescriptor draft = plan.descriptor(tokenizer, findings);
        findings.requireNone(options.model());
        GoldenRecorder.Recorded recorded = record(draft, tokenizer);
        findings.requireNone(options.model());
        BundleDescriptor descriptor = plan.finish(draft, recorded, folder, findings);
        open(folder);
        return new Wrapped(
                options.directory(), descriptor, recorded.tests().texts().size(), recorded.kernels(), findings.notes());
    }

    private Tokenizer tokenizer(BundlePlan plan, BundleFolder folder) {
        var entry = plan.tokenizer().entry();
        try {
            return entry.kind().read(folder.path().resolve(entry.file()), entry.options(), entry.delimiter());
        } catch (TokenizerException e) {
            findings.problem("the vocabulary is none for the tokenizer " + entry.kind() + ": "
                    + String.valueOf(e.getMessage()).replace(folder.path() + "/", ""));
            throw new WrapException(options.model(), findings.problems());
        }
    }

    private GoldenRecorder.Recorded record(BundleDescriptor draft, Tokenizer tokenizer) {
        try (Model model = lite.model(ModelFile.map(options.model()))) {
            return new GoldenRecorder(draft, tokenizer, findings).record(model, options.goldenTexts());
        } catch (InferenceException e) {
            throw new WrapException(options.model(), List.of(String.valueOf(e.getMessage())));
        }
    }

    /// Whoever opens the bundle next does the same; what would fail there fails here.
    private void open(BundleFolder folder) {
        try {
            TextModel.open(lite, Bundle.open(folder.path())).close();
        } catch (InferenceException e) {
            String sentence = String.valueOf(e.getMessage())
                    .replace(folder.path().toString(), options.directory().toString());
            throw new WrapException(options.model(), List.of(sentence));
        }
    }
}
