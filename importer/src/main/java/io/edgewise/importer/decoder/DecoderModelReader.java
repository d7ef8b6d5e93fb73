// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.NamedWeights;
import io.edgewise.importer.checkpoint.UnusedTensors;
import io.edgewise.inference.wrap.Findings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds out what decoder a checkpoint is. Everything that stands against a graph becomes a problem, and
/// nothing is passed over: a weight that nobody asks for is one, too, unless it is known to be of no use
/// here. Used once.
public final class DecoderModelReader {
    /// Tokens that a graph can look at, where nobody says how many: each costs memory.
    private static final int USUAL_CONTEXT = 2048;

    /// Masks and speeds that are counted, not learnt; the copy of a table that a tied head is.
    private static final Pattern OF_NO_USE =
            Pattern.compile("(.*\\.)?(attn\\.(bias|masked_bias)|rotary_emb\\.inv_freq|lm_head\\.weight)");

    private static final Pattern WRITES_TEXTS = Pattern.compile(".*(ForCausalLM|LMHeadModel|Model)");

    private final NamedWeights checkpoint;
    private final Findings findings;

    public DecoderModelReader(NamedWeights checkpoint, Findings findings) {
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    /// The values of `model_type` that are read.
    public static Set<String> types() {
        return DecoderFamilies.names();
    }

    /// Whether a checkpoint is meant to write texts, be it of a kind that is refused.
    ///
    /// @param config the file `config.json`
    public static boolean isDecoder(Configuration config) {
        return types().contains(config.text("model_type").orElse("")) || UnsupportedDecoders.writes(config);
    }

    /// @param config the file `config.json`, or what a GGUF file says in its place
    /// @param context tokens that the graph shall be able to look at, at most those that the model was
    /// trained for; empty for these or 2048, whichever is less
    /// @return empty with problems when it is nothing of which a graph could be written; with problems beside
    /// it, it must not be used
    public Optional<DecoderModel> read(Configuration config, OptionalInt context) {
        String type = config.text("model_type").orElse("");
        Optional<DecoderFamily> family = known(config, type);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        refuseVariants(config);
        DecoderShape shape = family.get().shape(config);
        requireFitting(config.file(), shape);
        DecoderForm form = family.get().form(config, shape);
        int tokens = context(context, family.get().window(config), config.file(), shape);
        if (findings.hasProblems()) {
            return Optional.empty();
        }
        DecoderWeights weights = family.get().weights(config, shape, source(family.get()));
        new UnusedTensors(checkpoint, OF_NO_USE).tell(config.file(), findings);
        return Optional.of(new DecoderModel(type, shape, form, weights, tokens));
    }

    private Optional<DecoderFamily> known(Configuration config, String type) {
        Optional<String> reason = UnsupportedDecoders.reason(config);
        Optional<DecoderFamily> family = DecoderFamilies.of(type);
        if (reason.isPresent()) {
            config.problem("model_type", "\"" + type + "\" " + reason.get());
            return Optional.empty();
        }
        if (family.isEmpty()) {
            config.problem("model_type", "is \"" + type + "\", known are the decoders " + types());
        }
        return family;
    }

    private void refuseVariants(Configuration config) {
        if (config.has("quantization_config") || config.has("compression_config")) {
            config.problem(
                    "quantization_config",
                    "is there: the weights are packed in a way of their own; take the checkpoint that they were made of");
        }
        config.texts("architectures").stream()
                .findFirst()
                .filter(name -> !WRITES_TEXTS.matcher(name).matches())
                .ifPresent(name -> config.problem("architectures", "names " + name + ", which writes no texts"));
    }

    private void requireFitting(String file, DecoderShape shape) {
        if (shape.heads() % shape.keyHeads() != 0) {
            findings.problem(file + ": " + shape.heads() + " attention heads can't share " + shape.keyHeads()
                    + " heads of keys and values");
        }
        // A width that nobody says is the hidden one's share.
        if (shape.headWidth() * (long) shape.heads() > 4L * DecoderKeys.WIDEST) {
            findings.problem(file + ": " + shape.heads() + " attention heads of " + shape.headWidth()
                    + " numbers are more than " + 4 * DecoderKeys.WIDEST);
        }
    }

    private int context(OptionalInt asked, OptionalInt window, String file, DecoderShape shape) {
        int most = Math.min(shape.positions(), window.orElse(shape.positions()));
        int tokens = asked.orElse(Math.min(most, USUAL_CONTEXT));
        if (tokens < 1 || tokens > shape.positions()) {
            findings.problem("a context of " + tokens + " tokens is asked for, by " + file + " the model looks at "
                    + shape.positions() + " at most");
        } else if (tokens > window.orElse(tokens)) {
            findings.problem(file + ": sliding_window is " + window.getAsInt() + ", and a context of " + tokens
                    + " tokens is asked for: graphs whose layers all forget older tokens are not written; ask for a context"
                    + " of at most " + window.getAsInt());
        }
        return tokens;
    }

    /// A checkpoint without a head has no prefix.
    private DecoderSource source(DecoderFamily family) {
        DecoderSource whole = new DecoderSource(checkpoint, "");
        DecoderSource prefixed = new DecoderSource(checkpoint, family.prefix());
        return prefixed.has(family.words()) || !whole.has(family.words()) ? prefixed : whole;
    }
}
