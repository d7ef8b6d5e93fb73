// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.UnusedTensors;
import io.edgewise.inference.wrap.Findings;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds out what a checkpoint is. Everything that stands against a graph becomes a problem, and nothing is
/// passed over: a weight that nobody asks for is one, too, unless it is known to be of no use here. Used
/// once.
public final class SourceModelReader {
    /// Of training: the words that were masked, the sentence that came next. And numbers that are counted, not
    /// learnt.
    private static final Pattern OF_NO_USE = Pattern.compile(
            "(.*\\.)?(position_ids|token_type_ids)"
                    + "|(bert\\.|roberta\\.|albert\\.)?pooler\\..*|albert\\.pooler|(cls|lm_head|predictions|sop_classifier"
                    + "|discriminator_predictions|generator_predictions|generator_lm_head|vocab_transform|vocab_layer_norm|vocab_projector)\\..*");

    private final CheckpointFolder folder;
    private final Checkpoint checkpoint;
    private final Findings findings;

    public SourceModelReader(CheckpointFolder folder, Checkpoint checkpoint, Findings findings) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    /// @param wanted the heads that are meant, of a checkpoint that has several; empty for all
    /// @return empty with problems when it is nothing of which a graph could be written; with problems beside
    /// it, it must not be used
    public Optional<SourceModel> read(Configuration config, Set<String> wanted) {
        String type = config.text("model_type").orElse("");
        Optional<Family> family = Families.of(type);
        if (family.isEmpty()) {
            findings.problem("config.json: model_type is \"" + type + "\", known are the encoders " + Families.names()
                    + "; decoders and other encoders are not imported yet");
            return Optional.empty();
        }
        refuseVariants(config);
        EncoderShape shape = family.get().shape(config);
        if (shape.hidden() % shape.heads() != 0) {
            findings.problem("config.json: " + shape.hidden() + " numbers can't be shared by " + shape.heads()
                    + " attention heads");
        }
        if (findings.hasProblems()) {
            return Optional.empty();
        }
        WeightSource whole = new WeightSource(checkpoint, "");
        EncoderWeights weights = family.get().weights(shape, below(family.get(), whole));
        TrainedHeads heads =
                new TrainedHeadsReader(folder, config, checkpoint, findings).read(family.get(), shape, whole, wanted);
        new UnusedTensors(checkpoint, OF_NO_USE).tell(config.file(), findings);
        return Optional.of(new SourceModel(type, shape, weights, heads.pooling(), heads.heads()));
    }

    private void refuseVariants(Configuration config) {
        config.text("position_embedding_type")
                .filter(kind -> !kind.equals("absolute"))
                .ifPresent(kind -> config.problem(
                        "position_embedding_type", "is \"" + kind + "\", graphs are written with absolute positions"));
        if (config.flag("is_decoder").orElse(false)) {
            config.problem("is_decoder", "is true: it writes texts, and only encoders are imported");
        }
        if (!config.block("pruned_heads").keys().isEmpty()) {
            config.problem("pruned_heads", "is not empty: layers with fewer attention heads are not read");
        }
    }

    /// A checkpoint without heads has no prefix.
    private static WeightSource below(Family family, WeightSource whole) {
        WeightSource prefixed = whole.under(family.prefix());
        String words = "embeddings.word_embeddings.weight";
        return prefixed.has(words) || !whole.has(words) ? prefixed : whole;
    }
}
