// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.document.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares golden tests with the heads that they are about: a test of a head that isn't there would end in an
/// exception on the board, and a head without a test would prove nothing. Confined to the thread that made it.
final class GoldenFit {
    private final Map<String, Head> heads = new LinkedHashMap<>();
    private final List<String> misfits = new ArrayList<>();
    private final Set<String> tested = new HashSet<>();

    GoldenFit(List<Head> heads) {
        heads.forEach(head -> this.heads.put(head.name(), head));
    }

    /// What doesn't fit, each as the end of a sentence that begins with the file's name.
    List<String> misfits(GoldenTests tests) {
        for (int i = 0; i < tests.texts().size(); i++) {
            Golden text = tests.texts().get(i);
            String where = "texts[" + i + "]";
            text.logits().forEach((head, logits) -> logits(where + ".logits", head, logits.size()));
            text.bestLabels()
                    .forEach((head, labels) ->
                            labels(where + ".labels", head, labels, text.ids().size()));
        }
        heads.keySet().stream()
                .filter(head -> !tested.contains(head))
                .forEach(head -> misfits.add("has no test of the head \"" + head + "\""));
        return misfits;
    }

    private void logits(String where, String name, int numbers) {
        Head head = heads.get(name);
        if (head == null || head instanceof Head.Spans) {
            unknown(where, name, "labels, choice or vector");
        } else if (numbers != head.width()) {
            misfits.add(where + "." + name + ": expected " + head.width() + " numbers"
                    + (head instanceof Head.Vector ? "" : ", one for each label") + ", got " + numbers);
        }
        tested.add(name);
    }

    private void labels(String where, String name, List<Integer> labels, int tokens) {
        if (!(heads.get(name) instanceof Head.Spans head)) {
            unknown(where, name, "spans");
        } else if (labels.size() != tokens) {
            misfits.add(where + "." + name + ": expected " + tokens + " labels, one for each id, got " + labels.size());
        } else if (labels.stream().anyMatch(l -> l < 0 || l >= head.labels().size())) {
            misfits.add(where + "." + name + ": expected labels from 0 to "
                    + (head.labels().size() - 1) + ", got " + labels);
        }
        tested.add(name);
    }

    private void unknown(String where, String name, String kind) {
        misfits.add(where + ": no head \"" + name + "\" of kind " + kind + ": " + Nearest.hint(name, heads.keySet()));
    }
}
