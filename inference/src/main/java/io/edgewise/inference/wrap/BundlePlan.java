// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.bundle.BundleJson;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.ModelEntry.Padding;
import io.edgewise.inference.encoder.TokenRow;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.wrap.Entrance.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// What goes into a bundle, once everything is known of the model. Immutable.
///
/// @param roles the ids among them
/// @param sha256 of the model file
record BundlePlan(
        WrapOptions options,
        String name,
        WindowSize size,
        Entrance entrance,
        Map<InputRole, Port> roles,
        HeadSource.Found found,
        TokenizerSource tokenizer,
        Optional<ModelMetadata> metadata,
        String sha256) {
    static final String MODEL = "model.tflite";

    private static final String GOLDEN = "golden.json";
    private static final String CARD = "MODEL_CARD.md";
    private static final List<String> PADDING = List.of("[PAD]", "<PAD>", "<pad>", "[pad]");

    /// Far fewer pieces than rows: probably the vocabulary of another model.
    private static final double FEW = 0.9;

    private static final double LOGIT_TOLERANCE = 0.25;
    private static final double LABEL_AGREEMENT = 0.95;

    /// Of the largest number: kernels and delegates round int8 otherwise.
    private static final double NUMBER_TOLERANCE = 0.1;

    private static final double LEAST_TOLERANCE = 1e-6;
    private static final double MOST_TOLERANCE = 10;

    /// What `bundle.json` will say, without files and golden tests.
    BundleDescriptor descriptor(Tokenizer pieces, Findings findings) {
        Map<InputRole, String> inputs = new EnumMap<>(InputRole.class);
        roles.forEach((role, port) -> inputs.put(role, port.name()));
        ModelEntry model = new ModelEntry.Sequence(
                MODEL,
                entrance.signature(),
                rows(pieces, findings),
                size.length(),
                inputs,
                new Padding(padding(pieces, findings), Padding.Side.RIGHT));
        return new BundleDescriptor(
                name,
                "1.0.0",
                found.task(),
                metadata.map(ModelMetadata::description).orElse(""),
                List.of(),
                licence(findings),
                source(),
                Map.of(),
                model,
                tokenizer.entry(),
                new WindowEntry(size.window(), size.window() / 4),
                List.of(found.head()),
                new GoldenEntry(GOLDEN, LOGIT_TOLERANCE, LABEL_AGREEMENT));
    }

    private Port port(InputRole role) {
        return Objects.requireNonNull(roles.get(role), role::name);
    }

    private int rows(Tokenizer pieces, Findings findings) {
        OptionalInt rows = port(InputRole.IDS).tensor().rows();
        if (rows.isEmpty()) {
            findings.note("the graph does not show how many rows its word table has; " + pieces.vocabularySize()
                    + " are assumed, as many as the vocabulary has pieces");
            return pieces.vocabularySize();
        }
        if (pieces.vocabularySize() > rows.getAsInt()) {
            findings.problem("the vocabulary has " + pieces.vocabularySize() + " pieces, the model's word table has "
                    + rows.getAsInt() + " rows: it is not this model's");
        } else if (pieces.vocabularySize() < FEW * rows.getAsInt()) {
            findings.note("the vocabulary has " + pieces.vocabularySize() + " pieces, the model's word table "
                    + rows.getAsInt() + " rows: make sure that it is this model's");
        }
        return rows.getAsInt();
    }

    private int padding(Tokenizer pieces, Findings findings) {
        for (int id = 0; id < pieces.vocabularySize(); id++) {
            if (PADDING.contains(pieces.piece(id))) {
                return id;
            }
        }
        if (!TokenRow.of(port(InputRole.IDS).tensor().shape()).isOpen()) {
            findings.note("the vocabulary has no piece for padding; a row is filled up with id 0");
        }
        return 0;
    }

    private String licence(Findings findings) {
        Optional<String> stated = metadata.map(ModelMetadata::licence)
                .map(String::strip)
                .filter(said -> !said.isEmpty())
                .map(BundlePlan::spdx);
        return options.naming().bundleLicence(stated, findings);
    }

    private static String spdx(String said) {
        boolean apache = said.contains("Apache") && said.contains("2.0");
        return apache ? "Apache-2.0" : said;
    }

    private String source() {
        return options.naming()
                .source()
                .orElseGet(() -> "wrapped from " + options.model().getFileName()
                        + ", SHA-256 " + sha256
                        + metadata.map(ModelMetadata::author)
                                .filter(author -> !author.isBlank())
                                .map(author -> ", by " + author)
                                .orElse(""));
    }

    /// Writes golden tests, card and `bundle.json`.
    BundleDescriptor finish(
            BundleDescriptor draft, GoldenRecorder.Recorded recorded, BundleFolder folder, Findings findings)
            throws IOException {
        folder.write(GOLDEN, BundleJson.write(recorded.tests(), recorded.note()));
        folder.write(CARD, ModelCard.of(this, draft, recorded, findings));
        BundleDescriptor descriptor = draft.with(
                folder.entries(),
                new GoldenEntry(
                        GOLDEN, tolerance(draft, recorded), draft.golden().labelAgreement()));
        folder.writeUnlisted("bundle.json", BundleJson.write(descriptor));
        return descriptor;
    }

    /// What a vector's numbers are worth depends on the model, as those of large logits do; small logits and
    /// probabilities mean the same everywhere.
    private static double tolerance(BundleDescriptor draft, GoldenRecorder.Recorded recorded) {
        Head head = draft.heads().getFirst();
        if (head instanceof Head.Spans || head.output().activation() != Activation.LOGITS) {
            return LOGIT_TOLERANCE;
        }
        double largest = recorded.tests().texts().stream()
                .flatMap(golden -> golden.logits().values().stream())
                .flatMap(List::stream)
                .mapToDouble(Math::abs)
                .max()
                .orElse(1);
        double least = head instanceof Head.Vector ? LEAST_TOLERANCE : LOGIT_TOLERANCE;
        return Math.clamp(NUMBER_TOLERANCE * largest, least, MOST_TOLERANCE);
    }

    /// The model as the caller named it.
    Path model() {
        return options.model();
    }
}
