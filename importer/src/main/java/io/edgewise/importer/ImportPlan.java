// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.ImportOptions.Cut;
import io.edgewise.importer.architecture.EncoderShape;
import io.edgewise.importer.architecture.SourceModel;
import io.edgewise.importer.graph.PackedGraph;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.bundle.BundleJson;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.inference.wrap.GoldenRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What goes into a bundle, once everything is known of the checkpoint. Immutable.
///
/// @param weightFiles what the weights were read from
record ImportPlan(
        ImportOptions options,
        SourceModel model,
        BundleHeads heads,
        CheckpointTokenizer tokenizer,
        List<Path> weightFiles) {
    static final String MODEL = "model.tflite";

    private static final String GOLDEN = "golden.json";
    private static final String CARD = "MODEL_CARD.md";

    private static final int USUAL_TOKENS = 256;
    private static final int LEAST_TOKENS = 8;

    /// Where a pass costs least for each token (`docs/decisions/0002-one-packed-signature.md`).
    private static final int PACK_INT8 = 64;
    private static final int PACK_FLOAT = 128;

    /// Far fewer pieces than rows: probably the vocabulary of another model.
    private static final double FEW = 0.9;

    /// Looks for what doesn't fit each other.
    void check(Findings findings) {
        EncoderShape shape = model.shape();
        int pieces = tokenizer.tokenizer().vocabularySize();
        if (pieces > shape.vocabulary()) {
            findings.problem("the vocabulary has " + pieces + " pieces, the model's word table has "
                    + shape.vocabulary() + " rows: the tokenizer is not this model's");
        } else if (pieces < FEW * shape.vocabulary()) {
            findings.note("the vocabulary has " + pieces + " pieces, the model's word table " + shape.vocabulary()
                    + " rows: make sure that the tokenizer is this model's");
        }
        if (tokenizer.tokenizer().special().count() != 2) {
            findings.problem(
                    "the tokenizer puts " + tokenizer.tokenizer().special().count()
                            + " pieces around a text; encoders are trained with one before it and one behind");
        }
        checkLayers(findings);
        options.form().cut().ifPresent(cut -> new VocabularyCut(cut, tokenizer, findings).check());
        int tokens = options.form().tokens().orElse(LEAST_TOKENS);
        if (tokens < LEAST_TOKENS || tokens > shape.positions()) {
            findings.problem("windows of " + tokens + " tokens are not possible: from " + LEAST_TOKENS + " to "
                    + shape.positions() + ", the rows of the position table");
        }
        options.naming().checkName(options.directory(), findings);
    }

    private void checkLayers(Findings findings) {
        List<Integer> layers = options.form().layers();
        int all = model.shape().layers();
        boolean ascending = layers.stream().sorted().distinct().toList().equals(layers);
        if (!ascending || layers.stream().anyMatch(layer -> layer < 0 || layer >= all)) {
            findings.problem("layers " + layers + " can't be kept: expected ascending numbers from 0 to " + (all - 1));
        } else if (!layers.isEmpty() && layers.size() < all) {
            findings.note("layers " + layers + " of " + all
                    + " are kept: without training after that it says other things than the checkpoint");
        }
    }

    /// As large as what will be written: with the layers that are kept, and as many words, though not yet
    /// which.
    SourceModel kept() {
        int words = options.form()
                .cut()
                .map(Cut::pieces)
                .orElse(tokenizer.tokenizer().vocabularySize());
        SourceModel fewer = keptLayers();
        return words < fewer.shape().vocabulary()
                ? fewer.withWords(IntStream.range(0, words).boxed().toList())
                : fewer;
    }

    private SourceModel keptLayers() {
        return options.form().layers().isEmpty()
                ? model
                : model.withLayers(options.form().layers());
    }

    /// The same with what is kept of layers and vocabulary. Rows of the word table that no piece has are left
    /// out in any case: nobody can look them up.
    ///
    /// @param folder gets the tokenizer's files
    ImportPlan reduced(BundleFolder folder, Findings findings) throws IOException {
        if (options.form().cut().isPresent()) {
            VocabularyCut cut = new VocabularyCut(options.form().cut().get(), tokenizer, findings);
            Optional<VocabularyCut.Kept> kept = cut.kept();
            findings.requireNone(options.checkpoint());
            SourceModel smaller = keptLayers().withWords(kept.orElseThrow().rows());
            return new ImportPlan(options, smaller, heads, cut.write(kept.get(), folder), weightFiles);
        }
        tokenizer.copyTo(folder);
        return new ImportPlan(options, kept(), heads, tokenizer, weightFiles);
    }

    /// What `bundle.json` will say, without files and golden tests.
    BundleDescriptor descriptor(Findings findings) {
        EncoderShape shape = model.shape();
        boolean int8 = options.form().precision() == Precision.INT8;
        int tokens = options.form().tokens().orElse(Math.min(USUAL_TOKENS, shape.positions()));
        return new BundleDescriptor(
                options.naming().bundleName(options.directory()),
                "1.0.0",
                heads.task(),
                "",
                List.of(),
                options.naming().bundleLicence(Optional.empty(), findings),
                options.naming()
                        .source()
                        .orElse("imported from " + options.checkpoint().getFileName() + "; see " + CARD),
                Map.of(),
                new ModelEntry.Packed(
                        MODEL,
                        PackedGraph.SIGNATURE,
                        shape.vocabulary(),
                        shape.positions(),
                        shape.hidden(),
                        int8 ? PACK_INT8 : PACK_FLOAT,
                        model.pooling()),
                tokenizer.entry(),
                new WindowEntry(tokens, tokens / 4),
                heads.heads(),
                Tolerances.usual(GOLDEN));
    }

    /// Writes golden tests, card and `bundle.json`.
    BundleDescriptor finish(
            BundleDescriptor draft,
            GoldenEntry golden,
            GoldenRecorder.Recorded recorded,
            List<Agreement> agreements,
            BundleFolder folder,
            Findings findings)
            throws IOException {
        folder.write(GOLDEN, BundleJson.write(recorded.tests(), recorded.note()));
        folder.write(CARD, ImportCard.of(this, draft, recorded, agreements, findings));
        BundleDescriptor descriptor = draft.with(folder.entries(), golden);
        folder.writeUnlisted("bundle.json", BundleJson.write(descriptor));
        return descriptor;
    }
}
