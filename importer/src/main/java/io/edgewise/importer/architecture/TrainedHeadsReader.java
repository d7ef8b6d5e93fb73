// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.wrap.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the heads: one in a classifier or tagger of the transformers library, any number in a checkpoint of
/// Edgewise's own training, none in an embedder. Used once.
final class TrainedHeadsReader {
    private static final String OWN = "heads";
    /// The encoder's own output, which every graph has.
    private static final String EMBEDDING = "embedding";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern ENCODER = Pattern.compile(".*(Model|ForMaskedLM|ForPreTraining)");

    private final CheckpointFolder folder;
    private final Configuration config;
    private final Checkpoint checkpoint;
    private final Findings findings;

    TrainedHeadsReader(CheckpointFolder folder, Configuration config, Checkpoint checkpoint, Findings findings) {
        this.folder = folder;
        this.config = config;
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    TrainedHeads read(Family family, EncoderShape shape, WeightSource source, Set<String> wanted) {
        if (config.has(OWN)) {
            return own(shape, source, wanted);
        }
        if (!wanted.isEmpty()) {
            findings.problem("heads " + wanted + " are asked for, and config.json names none");
        }
        String architecture = config.texts("architectures").stream().findFirst().orElse("Model");
        if (architecture.endsWith("ForSequenceClassification")) {
            List<String> labels = labels();
            return new TrainedHeads(
                    ModelEntry.Pooling.FIRST,
                    List.of(new TrainedHead(
                            "label",
                            false,
                            several(labels.size()),
                            labels,
                            "",
                            Map.of(),
                            family.classifier(shape, labels.size(), source))));
        }
        if (architecture.endsWith("ForTokenClassification")) {
            List<String> labels = labels();
            TrainedHead.Stage last = TrainedHead.Stage.last(source.dense("classifier", labels.size(), shape.hidden()));
            return new TrainedHeads(
                    ModelEntry.Pooling.MEAN,
                    List.of(new TrainedHead("spans", true, false, labels, "entities", Map.of(), List.of(last))));
        }
        if (!ENCODER.matcher(architecture).matches()) {
            findings.problem("config.json: the architecture is " + architecture
                    + ", known are …ForSequenceClassification, …ForTokenClassification, and encoders without a head");
        }
        return new TrainedHeads(Pooling.ofEmbedder(folder, findings), List.of());
    }

    private boolean several(int labels) {
        String type = config.text("problem_type").orElse("");
        if (type.isEmpty() && labels == 1) {
            findings.problem("config.json has one label and no problem_type, which the library takes for regression;"
                    + " a bundle has labels or a vector, no measure");
        }
        if (type.equals("regression")) {
            findings.problem("config.json: problem_type is regression; a bundle has labels or a vector, no measure");
        }
        return type.equals("multi_label_classification");
    }

    /// The library leaves names out that say nothing.
    private List<String> labels() {
        Map<String, String> names = config.pairs("id2label");
        if (names.isEmpty()) {
            int count = checkpoint
                    .shape("classifier.weight")
                    .or(() -> checkpoint.shape("classifier.out_proj.weight"))
                    .map(List::getFirst)
                    .orElse(2);
            findings.note("config.json does not name the labels; they are called LABEL_0 and so on");
            return numbered(count);
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String label = names.get(String.valueOf(i));
            if (label == null) {
                findings.problem(
                        "config.json: id2label has " + names.size() + " labels, and none with the number " + i);
                return numbered(names.size());
            }
            labels.add(label);
        }
        requireDifferent("id2label", labels);
        return labels;
    }

    private static List<String> numbered(int count) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add("LABEL_" + i);
        }
        return labels;
    }

    private void requireDifferent(String where, List<String> labels) {
        if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
            findings.problem("config.json: " + where + " has no labels, or one twice: " + labels);
        }
    }

    private TrainedHeads own(EncoderShape shape, WeightSource source, Set<String> wanted) {
        List<TrainedHead> heads = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Configuration block : config.blocks(OWN)) {
            String name = block.text("name").orElse("");
            if (!NAME.matcher(name).matches() || name.equals(EMBEDDING) || !names.add(name)) {
                findings.problem("config.json: \"" + name + "\" is no name of a head, or there are two: a-z, 0-9 and _,"
                        + " and not embedding");
            } else if (wanted.isEmpty() || wanted.contains(name)) {
                heads.add(own(block, name, shape, source));
            } else {
                checkpoint.leaveOut(OWN + "." + name + ".");
            }
        }
        wanted.stream()
                .filter(name -> !names.contains(name) && !name.equals(EMBEDDING))
                .forEach(name -> findings.problem("there is no head \"" + name + "\": "
                        + Nearest.hint(name, names.stream().sorted().toList())));
        return new TrainedHeads(pooling(), heads);
    }

    private TrainedHead own(Configuration block, String name, EncoderShape shape, WeightSource source) {
        List<String> labels = block.texts("labels");
        requireDifferent("head " + name, labels);
        String kind = block.text("kind").orElse("");
        if (!Set.of("sequence", "token").contains(kind)) {
            findings.problem(
                    "config.json: head " + name + " is of kind \"" + kind + "\", known are sequence and token");
        }
        String activation = block.text("activation").orElse("softmax");
        if (!Set.of("softmax", "sigmoid").contains(activation)) {
            findings.problem("config.json: head " + name + " has the activation \"" + activation
                    + "\", known are softmax and sigmoid");
        }
        boolean perToken = kind.equals("token");
        if (!perToken
                && block.text("pooling")
                        .filter(own -> pooling(own) != pooling())
                        .isPresent()) {
            findings.problem("config.json: head " + name + " is pooled otherwise than the model");
        }
        return new TrainedHead(
                name,
                perToken,
                activation.equals("sigmoid"),
                labels,
                block.text("group").orElse(""),
                block.pairs("types"),
                List.of(TrainedHead.Stage.last(
                        source.dense(OWN + "." + name, Math.max(1, labels.size()), shape.hidden()))));
    }

    private ModelEntry.Pooling pooling() {
        return pooling(config.text("pooling").orElse("mean"));
    }

    private ModelEntry.Pooling pooling(String name) {
        return switch (name) {
            case "mean" -> ModelEntry.Pooling.MEAN;
            case "cls", "first" -> ModelEntry.Pooling.FIRST;
            default -> {
                findings.problem("config.json: pooling is \"" + name + "\", known are mean and cls");
                yield ModelEntry.Pooling.MEAN;
            }
        };
    }
}
