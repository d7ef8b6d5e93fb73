// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The member `normalizer` of a `tokenizer.json`. Confined to one reader.
final class NormalizerSteps {

    private final List<Normalizer> steps = new ArrayList<>();

    private NormalizerSteps() {}

    static List<Normalizer> read(JsonStep step) {
        var read = new NormalizerSteps();
        if (!step.isNull()) {
            read.add(step);
        }
        return read.steps;
    }

    private void add(JsonStep step) {
        switch (step.type()) {
            case "Sequence" ->
                step.only("normalizers").child("normalizers").items().forEach(this::add);
            case "NFC" -> steps.add(new CanonicalForm(true));
            case "NFD" -> steps.add(new CanonicalForm(false));
            case "Precompiled" -> characterMap(step.only("precompiled_charsmap").child("precompiled_charsmap"));
            case "Replace" -> replace(step.only("pattern", "content"));
            default -> throw step.unknown("normalizer");
        }
    }

    private void characterMap(JsonStep step) {
        if (!step.text("").isEmpty()) {
            try {
                steps.add(CharacterMap.parse(Base64.getDecoder().decode(step.text())));
            } catch (IllegalArgumentException e) {
                throw step.wrong("cannot be read: " + e.getMessage());
            }
        }
    }

    private void replace(JsonStep step) {
        JsonStep expression = step.child("pattern").child("Regex");
        String by = step.child("content").text();
        if (expression.isNull()) {
            String wanted = step.child("pattern").child("String").text();
            if (wanted.isEmpty()) {
                throw step.wrong("replaces an empty text");
            }
            steps.add(new Replacement(wanted, false, by));
        } else if (expression.text().equals(" {2,}")) {
            steps.add(new Replacement("  ", true, by));
        } else {
            throw expression.wrong("is an expression that is not known; known is \" {2,}\"");
        }
    }
}
