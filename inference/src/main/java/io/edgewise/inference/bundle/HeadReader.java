// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.document.Section;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one of the blocks in `heads` of `bundle.json`.
final class HeadReader {
    private static final String BEGIN = "B-";
    private static final String INSIDE = "I-";

    private HeadReader() {}

    private enum Kind {
        LABELS,
        CHOICE,
        SPANS
    }

    static Head read(Section s) {
        Kind kind = s.choice("kind", Kind.LABELS, Kind.class, "what the logits are");
        String name = s.text("name", "moderation", "the output tensor");
        List<String> labels = s.list("labels", "toxic", t -> t, "what each logit stands for, in order");
        String group = s.optional("group", "", t -> t, "extraction group");
        Map<String, String> types = s.pairs("types", "EQUIPMENT", t -> t, "types whose published name differs");
        Map<String, Calibration> calibration =
                s.named("calibration", HeadReader::calibration, "per label, from logit to score");
        Map<String, Thresholds> thresholds =
                s.named("thresholds", HeadReader::thresholds, "per label, where review and block begin");
        checkLabels(s, kind, labels);
        checkNames(s, "calibration", "label", calibration.keySet(), labels);
        checkNames(s, "thresholds", "label", thresholds.keySet(), labels);
        checkNames(s, "types", "type", types.keySet(), kind == Kind.SPANS ? types(labels) : List.of());
        if (kind != Kind.LABELS && group.isEmpty()) {
            s.problem("group", "is missing: the extraction group of what this head finds");
        }
        return switch (kind) {
            case LABELS -> new Head.Labels(name, labels, calibration, thresholds);
            case CHOICE -> new Head.Choice(name, labels, group);
            case SPANS -> new Head.Spans(name, labels, group, types);
        };
    }

    private static void checkLabels(Section s, Kind kind, List<String> labels) {
        if (kind == Kind.SPANS && !isBio(labels)) {
            s.problem("labels", "expected O, then B-x and I-x for each type x, got " + labels);
        } else if (labels.isEmpty()) {
            s.problem("labels", "is missing: what each logit stands for, in order");
        }
        Set<String> seen = new HashSet<>();
        labels.stream()
                .filter(label -> !seen.add(label))
                .distinct()
                .forEach(label -> s.problem("labels", "the label \"" + label + "\" stands twice"));
    }

    private static boolean isBio(List<String> labels) {
        boolean bio = labels.size() % 2 == 1 && labels.getFirst().equals("O");
        for (int i = 1; bio && i + 1 < labels.size(); i += 2) {
            String type = labels.get(i).startsWith(BEGIN) ? labels.get(i).substring(BEGIN.length()) : "";
            bio = !type.isEmpty() && labels.get(i + 1).equals(INSIDE + type);
        }
        return bio;
    }

    private static List<String> types(List<String> labels) {
        return labels.stream()
                .filter(label -> label.startsWith(BEGIN))
                .map(label -> label.substring(BEGIN.length()))
                .toList();
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
