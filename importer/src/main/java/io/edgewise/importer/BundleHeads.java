// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.importer.architecture.SourceModel;
import io.edgewise.importer.architecture.TrainedHead;
import io.edgewise.importer.graph.PackedGraph;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bio;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.wrap.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a checkpoint's heads are in a bundle, and what the bundle is for. Immutable.
record BundleHeads(TaskKind task, List<Head> heads) {
    BundleHeads {
        heads = List.copyOf(heads);
    }

    static BundleHeads of(SourceModel model, Meaning meaning, Findings findings) {
        TaskKind task = meaning.task().orElse(usual(model));
        boolean tagger = model.heads().stream().anyMatch(TrainedHead::perToken);
        boolean fits = switch (task) {
            case EMBEDDING -> model.heads().isEmpty();
            case EXTRACTION -> tagger;
            case MODERATION, CLASSIFICATION -> !tagger && model.heads().size() == 1;
        };
        if (!fits) {
            findings.problem("the task " + Choice.name(task) + " is not what the heads "
                    + model.heads().stream()
                            .map(h -> h.name() + (h.perToken() ? " (of tokens)" : " (of texts)"))
                            .toList()
                    + " are for: moderation and classification take one of texts, extraction takes any with one of"
                    + " tokens, embedding takes none");
            return new BundleHeads(task, List.of());
        }
        checkGroups(model, task, meaning, findings);
        List<Head> heads = new ArrayList<>();
        model.heads().forEach(head -> heads.add(head(head, task, meaning, findings)));
        if (hasVector(task, model, meaning)) {
            Head.Output output = new Head.Output(PackedGraph.EMBEDDING, Activation.LOGITS);
            heads.add(
                    new Head.Vector(PackedGraph.EMBEDDING, output, model.shape().hidden()));
        }
        return new BundleHeads(task, heads);
    }

    /// Every graph gives the encoder's own vector, which tells classes by examples. The first token of a classifier
    /// was trained to say its labels and nothing else.
    private static boolean hasVector(TaskKind task, SourceModel model, Meaning meaning) {
        if (task != TaskKind.EMBEDDING && !meaning.heads().isEmpty()) {
            return meaning.heads().contains(PackedGraph.EMBEDDING);
        }
        return switch (task) {
            case EMBEDDING, EXTRACTION -> true;
            case CLASSIFICATION -> model.pooling() == ModelEntry.Pooling.MEAN;
            case MODERATION -> false;
        };
    }

    /// A group that nobody would see again is a mistake of the caller's.
    private static void checkGroups(SourceModel model, TaskKind task, Meaning meaning, Findings findings) {
        for (String name : meaning.groups().keySet()) {
            Optional<TrainedHead> head =
                    model.heads().stream().filter(h -> h.name().equals(name)).findFirst();
            if (head.isEmpty()) {
                findings.problem("there is no head \"" + name + "\" to be of a group");
            } else if (task != TaskKind.EXTRACTION || head.get().several()) {
                findings.problem("head \"" + name + "\" can't be of a group: only fields and intents are, which the"
                        + " task extraction finds");
            }
        }
    }

    private static TaskKind usual(SourceModel model) {
        if (model.heads().isEmpty()) {
            return TaskKind.EMBEDDING;
        }
        boolean tagger = model.heads().stream().anyMatch(TrainedHead::perToken);
        return tagger ? TaskKind.EXTRACTION : TaskKind.CLASSIFICATION;
    }

    private static Head head(TrainedHead head, TaskKind task, Meaning meaning, Findings findings) {
        String own = head.group().isEmpty() ? head.name() : head.group();
        String group = task == TaskKind.EXTRACTION ? meaning.groups().getOrDefault(head.name(), own) : "";
        if (head.perToken()) {
            if (!Bio.isBio(head.labels())) {
                findings.problem("the labels of tokens must be O, and B-x and I-x for each type x; " + head.name()
                        + " has " + head.labels());
            }
            return new Head.Spans(head.name(), head.labels(), group, head.types());
        }
        if (task == TaskKind.MODERATION) {
            findings.note(
                    "no label has thresholds, so the verdict is always allow until bundle.json or a route sets some");
            if (!head.several()) {
                findings.note(
                        "the labels were trained to exclude each other; for moderation each has a score of its own");
            }
        }
        return head.several() || task == TaskKind.MODERATION
                ? new Head.Labels(head.name(), head.labels(), Map.of(), Map.of())
                : new Head.Choice(head.name(), head.labels(), group);
    }
}
