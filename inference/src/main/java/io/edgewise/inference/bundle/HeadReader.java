// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.Head.Output;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.document.Section;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Reads one of the blocks in `heads` of `bundle.json`.
final class HeadReader {
    private HeadReader() {}

    private enum Kind {
        LABELS,
        CHOICE,
        SPANS,
        VECTOR
    }

    static Head read(Section s) {
        Kind kind = s.choice("kind", Kind.LABELS, Kind.class, "what the numbers are");
        String name = s.text("name", "moderation", "its name in this bundle");
        Output output = new Output(
                s.maybe("tensor", "logits", t -> t, "the output tensor, by name or position; default the head's name")
                        .orElse(name),
                s.choice("activation", Activation.LOGITS, Activation.class, "what the graph has done to the numbers"));
        List<String> labels = s.list("labels", "toxic", t -> t, "what each number stands for, in order");
        String group = s.optional("group", "", t -> t, "extraction group");
        Map<String, String> types = s.pairs("types", "EQUIPMENT", t -> t, "types whose published name differs");
        Map<String, Calibration> calibration =
                s.named("calibration", HeadReader::calibration, "per label, from logit to score");
        Map<String, Thresholds> thresholds =
                s.named("thresholds", HeadReader::thresholds, "per label, where review and block begin");
        OptionalDouble minScore =
                s.maybeNumber("min-score", 0.5, 0, 1, "classification: below it a label does not hold");
        int width = s.integer("width", 384, 1, 65_536, "vector: how many numbers");
        checkLabels(s, kind, labels);
        checkNames(s, "calibration", "label", calibration.keySet(), labels);
        checkNames(s, "thresholds", "label", thresholds.keySet(), labels);
        checkNames(s, "types", "type", types.keySet(), kind == Kind.SPANS ? Bio.types(labels) : List.of());
        if (kind == Kind.SPANS && group.isEmpty()) {
            s.problem("group", "is missing: the extraction group of what this head finds");
        }
        return switch (kind) {
            case LABELS -> new Head.Labels(name, output, labels, calibration, thresholds, minScore);
            case CHOICE -> new Head.Choice(name, output, labels, group, minScore);
            case SPANS -> new Head.Spans(name, output, labels, group, types);
            case VECTOR -> new Head.Vector(name, output, width);
        };
    }

    private static void checkLabels(Section s, Kind kind, List<String> labels) {
        if (kind == Kind.SPANS && !Bio.isBio(labels)) {
            s.problem("labels", "expected O, and B-x and I-x for each type x, got " + labels);
        } else if (kind == Kind.VECTOR && !labels.isEmpty()) {
            s.problem("labels", "the numbers of a vector stand for nothing that has a name; leave it out");
        } else if (kind != Kind.VECTOR && labels.isEmpty()) {
            s.problem("labels", "is missing: what each number stands for, in order");
        }
        Set<String> seen = new HashSet<>();
        labels.stream()
                .filter(label -> !seen.add(label))
                .distinct()
                .forEach(label -> s.problem("labels", "the label \"" + label + "\" stands twice"));
    }

    private static void checkNames(
            Section s, String key, String what, Collection<String> names, Collection<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                s.problem(key, "unknown " + what + " \"" + name + "\": " + Nearest.hint(name, known));
            }
        }
    }

    private static Calibration calibration(Section s) {
        return new Calibration(
                s.number("scale", 1, 1e-6, 1e6, "slope"), s.number("offset", 0, -1e6, 1e6, "added to the logit"));
    }

    private static Thresholds thresholds(Section s) {
        double block = s.number("block", 1, 0, 1, "from this score on a text is blocked; 1 means never");
        double review = s.number("review", block, 0, 1, "from this score on a person should look; 1 means never");
        try {
            return new Thresholds(review, block);
        } catch (IllegalArgumentException e) {
            s.problem("review", String.valueOf(e.getMessage()));
            return Thresholds.NEVER;
        }
    }
}
