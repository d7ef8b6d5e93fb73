// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.encoder.TokenRow;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerException;
import io.edgewise.inference.wrap.Entrance.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /// Makes a bundle, opens it and runs its golden tests with XNNPACK on this board. Nothing is left behind
    /// when that fails.
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
        ModelContents contents;
        SelfDescription said;
        String sha256;
        try (ModelFile file = ModelFile.map(options.model())) {
            contents = file.contents();
            said = SelfDescription.of(file, options.model());
            sha256 = file.sha256(FileDigests.READING);
        }
        said.report(options, findings);
        Optional<Entrance> entrance = entrance(suiting(Entrance.of(contents, said.metadata())));
        Map<InputRole, Port> roles = entrance.map(
                        e -> InputRoles.of(e, options.tensors().inputs(), findings))
                .orElse(Map.of());
        Optional<TokenRow> row = Optional.ofNullable(roles.get(InputRole.IDS))
                .map(ids -> TokenRow.of(ids.tensor().shape()));
        Optional<WindowSize> size =
                row.map(ids -> WindowSize.of(ids, roles, options.tensors().tokens(), findings));
        Optional<HeadSource.Found> head = entrance.flatMap(e -> head(e, row, said));
        Optional<TokenizerSource> tokenizer =
                TokenizerSource.of(options.wording(), said.metadata(), said.files(), findings);
        options.naming().checkName(options.model(), findings);
        String name = options.naming().bundleName(options.model());
        findings.requireNone(options.model());
        return write(new BundlePlan(
                options,
                name,
                size.orElseThrow(),
                entrance.orElseThrow(),
                roles,
                head.orElseThrow(),
                tokenizer.orElseThrow(),
                said.metadata(),
                sha256));
    }

    private Optional<HeadSource.Found> head(Entrance entrance, Optional<TokenRow> row, SelfDescription said) {
        return new HeadSource(
                        options.meaning(),
                        options.tensors().output(),
                        entrance.outputs(),
                        row.map(TokenRow::rank).orElse(2),
                        said.files(),
                        findings)
                .find();
    }

    /// Those that are meant and that a text could go into.
    ///
    /// @throws WrapException when there are none: nothing that a caller could name would help
    private List<Entrance> suiting(List<Entrance> entrances) {
        Optional<String> wanted = options.tensors().signature();
        List<Entrance> meant = entrances.stream()
                .filter(entrance -> wanted.isEmpty() || wanted.equals(entrance.signature()))
                .toList();
        if (meant.isEmpty()) {
            findings.problem("there is no signature \"" + wanted.orElse("") + "\" (have: "
                    + entrances.stream().map(Entrance::called).toList() + ")");
        }
        List<Entrance> suiting = meant.stream()
                .filter(entrance -> InputRoles.misfits(entrance).isEmpty())
                .toList();
        if (suiting.isEmpty()) {
            meant.forEach(entrance -> InputRoles.misfits(entrance).forEach(misfit -> problem(meant, entrance, misfit)));
            findings.requireNone(options.model());
        }
        return suiting;
    }

    private void problem(List<Entrance> among, Entrance entrance, String sentence) {
        findings.problem(among.size() == 1 ? sentence : entrance.called() + ": " + sentence);
    }

    /// The first whose inputs have roles; where there is only one, it is meant even so.
    private Optional<Entrance> entrance(List<Entrance> suiting) {
        Map<Entrance, Findings> tried = new LinkedHashMap<>();
        for (Entrance entrance : suiting) {
            Findings own = new Findings();
            InputRoles.of(entrance, options.tensors().inputs(), own);
            tried.put(entrance, own);
        }
        List<Entrance> fitting = suiting.stream()
                .filter(entrance ->
                        tried.getOrDefault(entrance, findings).problems().isEmpty())
                .toList();
        if (fitting.isEmpty() && suiting.size() > 1) {
            tried.forEach((entrance, own) -> own.problems().forEach(problem -> problem(suiting, entrance, problem)));
            return Optional.empty();
        }
        if (fitting.size() > 1) {
            findings.note("a text fits into several signatures, "
                    + fitting.stream().map(Entrance::called).toList() + ", of which the first is taken (--signature)");
        }
        return fitting.isEmpty() ? suiting.stream().findFirst() : Optional.of(fitting.getFirst());
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
        for (Map.Entry<String, Content> file : plan.tokenizer().files().entrySet()) {
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
        } catch (InvalidOutputException e) {
            Head.Output output = draft.heads().getFirst().output();
            throw new WrapException(
                    options.model(),
                    List.of("output \"" + output.tensor() + "\" gives numbers that are no "
                            + (output.activation() == Activation.LOGITS
                                    ? "logits: they are not finite"
                                    : "probabilities, and was taken for " + Choice.name(output.activation())
                                            + ": say what they are (--activation)")));
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
