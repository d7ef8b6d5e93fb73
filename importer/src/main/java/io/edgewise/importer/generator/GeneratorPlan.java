// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.bundle.GeneratorDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.GeneratorJson;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What goes into a bundle that writes texts. Immutable.
record GeneratorPlan(GeneratorImportOptions options, GeneratorSource source, DecoderModel model) {
    static final String MODEL = "model.tflite";
    static final String GOLDEN = "golden.json";
    private static final String CARD = "MODEL_CARD.md";

    /// What `bundle.json` will say, without files and golden prompts; what does not fit becomes a problem.
    GeneratorDescriptor descriptor(Findings findings) {
        check(findings);
        return new GeneratorDescriptor(
                options.naming().bundleName(options.directory()),
                "1.0.0",
                "",
                List.of(),
                options.naming().bundleLicence(Optional.empty(), findings),
                options.naming()
                        .source()
                        .orElse("imported from " + options.checkpoint().getFileName() + "; see " + CARD),
                Map.of(),
                new DecoderEntry(
                        MODEL,
                        model.shape().vocabulary(),
                        model.context(),
                        model.shape().heads(),
                        model.form().window()),
                source.tokenizer().entry(),
                source.marks().chat(),
                source.marks().stop().stream().sorted().toList(),
                new GoldenEntry(GOLDEN, 0));
    }

    private void check(Findings findings) {
        GeneratorNeeds.of(model, options.precision()).obstacle().ifPresent(findings::problem);
        int pieces = source.tokenizer().tokenizer().vocabularySize();
        if (source.pieces().isEmpty()) {
            findings.problem("the tokenizer can't be turned back into texts: it has to be one of BPE or Unigram");
        }
        if (pieces > model.shape().vocabulary()) {
            findings.problem("the tokenizer has " + pieces + " pieces, the model's word table "
                    + model.shape().vocabulary() + " rows: it is not this model's");
        }
        if (source.marks().stop().isEmpty()) {
            findings.problem(
                    "nothing says which token ends an answer (" + source.marks().stopSaidBy() + "): none would end");
        }
        options.naming().checkName(options.directory(), findings);
    }

    /// Writes golden prompts, card and `bundle.json`.
    GeneratorDescriptor finish(
            GeneratorDescriptor draft, GeneratorImport.Recorded recorded, BundleFolder folder, Findings findings)
            throws IOException {
        folder.write(
                GOLDEN,
                GeneratorJson.write(
                        recorded.golden(),
                        recorded.divergence().isPresent()
                                ? "recorded from the same weights in float32"
                                : "recorded from the graph itself: it says that a board computes the same"));
        folder.write(CARD, GeneratorCard.of(this, draft, recorded, findings));
        GeneratorDescriptor descriptor = draft.with(folder.entries(), new GoldenEntry(GOLDEN, recorded.limit()));
        folder.writeUnlisted("bundle.json", GeneratorJson.write(descriptor));
        return descriptor;
    }
}
